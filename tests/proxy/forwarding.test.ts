/** What goes to the app and comes back: methods, bodies, headers, statuses, at the speed of both. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { Agent, type IncomingMessage, request } from 'node:http'
import { describe, test } from 'node:test'
import { send } from './send.ts'
import { head, openProxy, statusOf, until } from './world.ts'

describe('requests that are passed on', () => {
  test('keep method, path, query and body to the byte', async (t) => {
    const world = await openProxy(t)
    for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND']) {
      const path = `/a%20b/c;d=1/%E2%82%AC?q=%2F&&x=a+b&y=?/${method}`
      const body = method === 'GET' || method === 'HEAD' ? undefined : '{"a":"\u00e9"}'
      const { status } = await send(world, path, {
        method,
        ...(body !== undefined && {
          body,
          headers: { 'content-length': String(Buffer.byteLength(body)) },
        }),
      })
      assert.equal(status, 200)
      const { last } = world.app
      assert.deepEqual([last.method, last.url], [method, path])
      assert.equal(Buffer.from(last.body, 'latin1').toString(), body ?? '')
    }
  })

  test('carry bodies of known and of unknown length, with any method', async (t) => {
    const world = await openProxy(t)
    for (const method of ['GET', 'POST', 'DELETE', 'OPTIONS']) {
      for (const framing of ['content-length: 5', 'transfer-encoding: chunked'] as const) {
        const data = framing.startsWith('c') ? 'hello' : '5\r\nhello\r\n0\r\n\r\n'
        // Behind it on the same connection: what was a body must not be read as a request.
        const next = head(world, 'GET /next')
        const first = `${method} /x HTTP/1.1\r\nhost: shop.localhost\r\n${framing}\r\n\r\n${data}`
        const before = world.app.seen.length
        const answer = await world.raw(first + next)
        assert.equal(answer.match(/HTTP\/1\.1 200/g)?.length, 2, answer)
        const seen = world.app.seen.slice(before)
        assert.deepEqual(
          seen.map(({ url, body }) => [url, body]).toSorted(),
          [
            ['/next', ''],
            ['/x', 'hello'],
          ],
          method,
        )
      }
    }
  })

  test('reuse connections on both sides, and several go at once', async (t) => {
    const world = await openProxy(t)
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    t.after(() => agent.destroy())
    const ports = new Set<number | undefined>()
    world.app.handlers['/port'] = ({ socket }, response) => response.end(String(socket.remotePort))
    for (let i = 0; i < 5; i++) ports.add(Number((await send(world, '/port', { agent })).body))
    assert.equal(ports.size, 1)
    const all = await Promise.all(Array.from({ length: 50 }, (_, i) => send(world, `/many/${i}`)))
    assert.ok(all.every(({ status, body }) => status === 200 && body === 'app'))
    assert.ok(world.app.sockets.size <= 51)
  })

  test('are answered in order when a client sends two at once', async (t) => {
    const world = await openProxy(t)
    world.app.handlers['/slow'] = (_request, response) => {
      setTimeout(() => response.end(`slow, the only one of ${world.app.seen.length}`), 50)
    }
    world.app.handlers['/fast'] = (_request, response) => response.end('fast')
    const first = `GET /slow HTTP/1.1\r\nhost: shop.localhost:${world.port}\r\n\r\n`
    const answer = await world.raw(first + head(world, 'GET /fast'))
    const slow = answer.indexOf('slow, the only one of 1')
    assert.ok(slow > 0 && slow < answer.indexOf('fast'), answer)
  })

  test('of HTTP/1.0 are answered, and the connection ends', async (t) => {
    const world = await openProxy(t)
    const answer = await world.raw('GET /old HTTP/1.0\r\n\r\n')
    assert.equal(statusOf(answer), 200)
    assert.match(answer, /app$/)
    assert.equal(world.app.last.header('host'), `shop.localhost:${world.port}`)
  })

  test('wait for the app’s 100 before the body, and get its refusal without one', async (t) => {
    const world = await openProxy(t)
    world.app.server.on('checkContinue', (request, response) => {
      world.app.note(request)
      if (request.url === '/no') return void response.writeHead(413).end('no')
      response.writeContinue()
      request.resume().once('end', () => response.end('taken'))
    })
    const ask = async (path: string) => {
      const socket = await world.open()
      let got = ''
      socket.setEncoding('latin1').on('data', (chunk) => {
        got += chunk
      })
      socket.write(head(world, `POST ${path}`, ['Expect: 100-continue', 'Content-Length: 4']))
      await until(() => got.includes('\r\n\r\n'))
      const first = got
      if (first.includes(' 100 ')) socket.write('body')
      await until(() => got.length > first.length || socket.readableEnded)
      socket.destroy()
      return got
    }
    const taken = await ask('/yes')
    assert.match(taken, /^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK/)
    assert.equal(world.app.last.body, 'body')
    const refused = await ask('/no')
    assert.equal(statusOf(refused), 413)
    // What the guard refuses is refused before a byte of the body is asked for.
    const guarded = await ask('/account')
    assert.equal(statusOf(guarded), 401)
    assert.ok(!world.app.seen.some(({ url }) => url === '/account'))
  })
})

describe('answers', () => {
  test('keep status, reason, headers in their order, and the lines of cookies', async (t) => {
    const world = await openProxy(t)
    world.app.handlers['/x'] = (_request, response) => {
      response.writeHead(418, 'Short And Stout', [
        ['X-One', '1'],
        ['Set-Cookie', 'a=1; Path=/'],
        ['ETag', 'W/"x"'],
        ['Set-Cookie', 'b=2; HttpOnly'],
        ['Link', '</a>'],
        ['Link', '</b>'],
        ['Keep-Alive', 'timeout=1'],
        ['X-Secret-Hop', 'no'],
        ['Connection', 'x-secret-hop'],
        ['Content-Length', '2'],
      ])
      response.end('ok')
    }
    const answer = await world.raw(head(world, 'GET /x'))
    assert.match(
      answer,
      /^HTTP\/1\.1 418 Short And Stout\r\nX-One: 1\r\nSet-Cookie: a=1; Path=\/\r\n/,
    )
    assert.match(
      answer,
      /ETag: W\/"x"\r\nSet-Cookie: b=2; HttpOnly\r\nLink: <\/a>\r\nLink: <\/b>\r\n/,
    )
    assert.doesNotMatch(answer, /keep-alive|secret-hop/i)
    assert.match(answer, /\r\n\r\nok$/)
  })

  test('without a body have none: HEAD, 204, 304', async (t) => {
    const world = await openProxy(t)
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    t.after(() => agent.destroy())
    for (const status of [204, 304]) {
      world.app.handlers[`/${status}`] = (_request, response) =>
        response.writeHead(status, { etag: '"x"' }).end()
      const sent = await send(world, `/${status}`, { agent })
      assert.deepEqual([sent.status, sent.body, sent.answer.headers.etag], [status, '', '"x"'])
    }
    world.app.handlers['/head'] = (_request, response) =>
      response.writeHead(200, { 'content-length': '1234' }).end()
    const sent = await send(world, '/head', { method: 'HEAD', agent })
    assert.equal(sent.answer.headers['content-length'], '1234')
    assert.equal((await send(world, '/after', { agent })).body, 'app')
  })

  test('stream: each event comes when it is sent, the head before the first', async (t) => {
    const world = await openProxy(t)
    const events: ((text: string) => void)[] = []
    world.app.handlers['/events'] = (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders()
      events.push((text) => response.write(text))
    }
    const outgoing = request({ host: '127.0.0.1', port: world.port, path: '/events' }).end()
    const [answer] = (await once(outgoing, 'response')) as [IncomingMessage]
    answer.on('error', () => {})
    for (const event of ['data: 1\n\n', 'data: 2\n\n', 'data: 3\n\n']) {
      events[0]?.(event)
      const [chunk] = await once(answer, 'data')
      assert.equal(String(chunk), event)
    }
    outgoing.destroy()
    await until(() => world.app.sockets.size === 0)
  })

  test('have their trailers, but none that speaks for the head', async (t) => {
    const world = await openProxy(t)
    world.app.handlers['/t'] = (_request, response) => {
      response.writeHead(200, { trailer: 'x-sum, set-cookie' })
      response.write('part')
      response.addTrailers([
        ['X-Sum', 'abc'],
        ['Set-Cookie', 'ags_client_session=x'],
      ])
      response.end()
    }
    const { answer, body } = await send(world, '/t')
    assert.equal(body, 'part')
    assert.deepEqual(answer.rawTrailers, ['X-Sum', 'abc'])
  })

  test('that are no HTTP, or hold what no head may, are 502', async (t) => {
    const world = await openProxy(t)
    const answers = [
      'SSH-2.0-x\r\n',
      'HTTP/1.1 099 x\r\n\r\n',
      'HTTP/1.1 200 OK\r\nx: a\u0000b\r\n\r\n',
    ]
    for (const bytes of answers) {
      world.app.handlers['/bad'] = ({ socket }) => void socket.end(bytes, 'latin1')
      const answer = await world.raw(head(world, 'GET /bad'))
      assert.equal(statusOf(answer), 502, bytes)
      assert.match(answer, /"code":"upstream_failed"/)
      assert.equal(world.ended.at(-1)?.reason, 'upstream_failed')
    }
  })
})
