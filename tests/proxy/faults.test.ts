/** Apps that are not there, too slow, or go away, and clients that do. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { Agent, type IncomingMessage, request } from 'node:http'
import type { Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { describe, test } from 'node:test'
import { Browser } from '../support/browser.ts'
import { head, openProxy, statusOf, until } from './world.ts'

describe('an app', () => {
  test('that is not running is 502: a page for a person, a problem for a program', async (t) => {
    const world = await openProxy(t)
    await world.app.down()
    const page = await new Browser().send(`${world.base}/about`)
    assert.equal(page.status, 502)
    assert.match(page.headers['content-type'] ?? '', /text\/html/)
    assert.match(page.body, /upstream_unreachable/)
    assert.equal(page.headers['cache-control'], 'no-store')
    const problem = await new Browser().send(`${world.base}/about`, { mode: 'cors' })
    assert.equal(problem.json().code, 'upstream_unreachable')
    for (const { body } of [page, problem]) {
      assert.ok(!body.includes(String(world.app.port)) && !/ECONN|127\.0/.test(body))
    }
    assert.equal(world.ended[0]?.reason, 'upstream_unreachable')
    assert.equal(world.ended[0]?.upstream, world.app.url)
    await world.app.up()
    assert.equal((await new Browser().send(`${world.base}/about`)).body, 'app')
  })

  test('that does not answer is 504, with a body on its way or without', async (t) => {
    const world = await openProxy(t, { options: { timeout: 0.2 } })
    world.app.handlers['/never'] = () => {}
    const answer = await world.raw(head(world, 'GET /never'))
    assert.equal(statusOf(answer), 504)
    assert.match(answer, /"code":"upstream_timeout"/)
    const posted = await world.raw(`${head(world, 'POST /never', ['Content-Length: 3'])}abc`)
    assert.equal(statusOf(posted), 504)
    await until(() => world.app.sockets.size === 0)
  })

  test('that takes no connection is 504', async (t) => {
    const world = await openProxy(t, {
      options: { connectTimeout: 0.2 },
      // An address for documentation (RFC 5737), or what refuses to route it.
      upstreams: () => [{ url: 'http://192.0.2.1:81' }],
    })
    const answer = await world.raw(head(world, 'GET /about'))
    assert.ok([502, 504].includes(statusOf(answer)), answer)
    assert.match(answer, /"code":"upstream_(timeout|unreachable)"/)
  })

  test('may take its time once its answer has begun', async (t) => {
    const world = await openProxy(t, { options: { timeout: 0.1 } })
    world.app.handlers['/slow'] = (_request, response) => {
      response.write('begun,')
      setTimeout(() => response.end('ended'), 400)
    }
    assert.match(await world.raw(head(world, 'GET /slow')), /begun,[\s\S]*ended/)
  })

  test('that dies in the middle of an answer: the client is cut off, not told that all is well', async (t) => {
    const world = await openProxy(t)
    for (const headers of [{ 'content-length': '100' }, {}] as Record<string, string>[]) {
      world.app.handlers['/half'] = ({ socket }, response) => {
        response.writeHead(200, headers)
        response.write('half', () => setTimeout(() => socket.destroy(), 20))
      }
      const outgoing = request({ host: '127.0.0.1', port: world.port, path: '/half' }).end()
      const [answer] = (await once(outgoing, 'response')) as [IncomingMessage]
      await assert.rejects(text(answer), { code: 'ECONNRESET' })
    }
  })

  test('that dies before its answer is 502', async (t) => {
    const world = await openProxy(t)
    world.app.handlers['/die'] = ({ socket }) => socket.destroy()
    const answer = await world.raw(head(world, 'GET /die'))
    assert.equal(statusOf(answer), 502)
    assert.match(answer, /"code":"upstream_failed"/)
    assert.equal(world.app.seen.length, 1, 'sent once')
  })

  test('that was restarted gives no needless 502', async (t) => {
    const world = await openProxy(t)
    // An app that closes the connection when the second request comes on it, as a restart does.
    const counts = new WeakMap<Socket, number>()
    const paths: string[] = []
    world.app.server.removeAllListeners('request')
    world.app.server.on('request', (incoming: IncomingMessage, response) => {
      const { socket, method, url } = incoming
      const count = (counts.get(socket) ?? 0) + 1
      counts.set(socket, count)
      paths.push(`${method} ${url} ${count}`)
      if (count > 1) socket.resetAndDestroy()
      else incoming.resume().on('end', () => response.end('fresh'))
    })
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    t.after(() => agent.destroy())
    const ask = async (method: string, body?: string) => {
      const headers = body === undefined ? {} : { 'content-length': body.length }
      const options = { host: '127.0.0.1', port: world.port, path: '/', method, headers, agent }
      const outgoing = request(options).end(body)
      const [answer] = (await once(outgoing, 'response')) as [IncomingMessage]
      await text(answer)
      return answer.statusCode
    }
    for (const method of ['GET', 'HEAD', 'OPTIONS', 'GET']) assert.equal(await ask(method), 200)
    // What may have changed something is not sent twice.
    await ask('GET')
    const before = paths.length
    assert.equal(await ask('POST', 'x'), 502)
    assert.equal(paths.length, before + 1)
  })

  test('that answers before it has read the body: the answer counts', async (t) => {
    const world = await openProxy(t)
    world.app.handlers['/early'] = (_request, response) =>
      response.writeHead(413, { connection: 'close' }).end('too large')
    const socket = await world.open()
    socket.on('error', () => {})
    socket.write(head(world, 'POST /early', ['Content-Length: 1000000']))
    socket.write('x'.repeat(1000))
    let answer = ''
    socket.setEncoding('latin1').on('data', (chunk) => {
      answer += chunk
    })
    await until(() => answer.includes('too large'))
    assert.equal(statusOf(answer), 413)
    socket.destroy()
  })
})

describe('a client that goes away', () => {
  test('takes its request to the app with it: before, in and after the body', async (t) => {
    const world = await openProxy(t)
    let closed = 0
    world.app.handlers['/wait'] = (incoming) => {
      incoming.on('error', () => {}).resume()
      incoming.socket.once('close', () => closed++)
    }
    for (const lines of [[], ['Content-Length: 10'], ['Transfer-Encoding: chunked']]) {
      const before = world.app.seen.length
      const socket = await world.open()
      socket.write(head(world, 'POST /wait', lines))
      await until(() => world.app.seen.length > before)
      socket.destroy()
      await until(() => world.app.sockets.size === 0)
    }
    assert.equal(closed, 3)
    await until(() => world.ended.length === 3)
    assert.ok(world.ended.every(({ status }) => status === 0))
    assert.equal(world.log.text, '')
  })

  test('takes those with it that it asked for ahead', async (t) => {
    const world = await openProxy(t)
    world.app.handlers['/wait'] = () => {}
    const socket = await world.open()
    const one = `GET /wait HTTP/1.1\r\nHost: shop.localhost:${world.port}\r\n\r\n`
    socket.write(one.repeat(3))
    // The others wait for its answer.
    await until(() => world.app.seen.length === 1)
    socket.destroy()
    await until(() => world.app.sockets.size === 0 && world.ended.length === 1)
    assert.equal(world.app.seen.length, 1)
  })

  test('in the middle of an answer ends it', async (t) => {
    const world = await openProxy(t)
    world.app.handlers['/stream'] = (_request, response) => void response.write('one')
    const socket = await world.open()
    socket.write(head(world, 'GET /stream'))
    await once(socket, 'data')
    socket.destroy()
    await until(() => world.app.sockets.size === 0 && world.ended.length === 1)
    assert.deepEqual([world.ended[0]?.status, world.ended[0]?.bytes], [200, 3])
  })

  test('leaves nothing behind, a thousand times', async (t) => {
    const world = await openProxy(t)
    world.app.handlers['/wait'] = () => {}
    for (let round = 0; round < 20; round++) {
      const sockets = await Promise.all(Array.from({ length: 50 }, () => world.open()))
      const before = world.app.seen.length
      for (const socket of sockets) socket.write(head(world, 'GET /wait'))
      await until(() => world.app.seen.length === before + 50)
      for (const socket of sockets) socket.destroy()
    }
    await until(() => world.app.sockets.size === 0 && world.ended.length === 1000)
    await until(() => world.reverse.health().every(({ up }) => up))
    assert.match(await world.raw(head(world, 'GET /about')), /app$/)
  })
})

describe('health checks', () => {
  test('take an app out after two failures, and back after one success', async (t) => {
    let status = 200
    const world = await openProxy(t, {
      upstreams: ({ url }) => [{ url, health: '/health' }],
      options: { healthEvery: 0.02 },
    })
    const asked = () => world.app.seen.filter(({ url }) => url === '/health').length
    world.app.handlers['/health'] = (_request, response) => response.writeHead(status).end()
    await until(() => asked() > 1)
    assert.deepEqual(world.reverse.health(), [{ name: world.app.url, up: true, checked: true }])
    status = 503
    await until(() => world.reverse.health().every(({ up }) => !up))
    const answer = await world.raw(head(world, 'GET /about'))
    assert.equal(statusOf(answer), 502)
    assert.match(answer, /retry-after: \d+/i)
    assert.ok(!world.app.seen.some(({ url }) => url === '/about'))
    status = 404
    await until(() => world.reverse.health().every(({ up }) => up))
    assert.match(await world.raw(head(world, 'GET /about')), /app$/)
    await world.app.down()
    await until(() => world.reverse.health().every(({ up }) => !up))
    await world.app.up()
    await until(() => world.reverse.health().every(({ up }) => up))
    await world.reverse.close()
    const before = asked()
    await new Promise((resolve) => setTimeout(resolve, 100))
    assert.ok(asked() <= before + 1)
    assert.match(world.log.text, /error an app is down[\s\S]*info an app is up again/)
  })

  test('are made where there is a path alone', async (t) => {
    const world = await openProxy(t)
    await world.app.down()
    await world.raw(head(world, 'GET /about'))
    assert.deepEqual(world.reverse.health(), [{ name: world.app.url, up: true, checked: false }])
  })
})
