/** What a client sends ahead on one connection, and answers that Node will not write. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { describe, test } from 'node:test'
import { freePorts } from '../support/free-ports.ts'
import { head, openProxy, statusOf, until, type World } from './world.ts'

const UPGRADE = ['Connection: Upgrade', 'Upgrade: websocket']
/** A request that is kept waiting behind it. */
const ahead = ({ port }: World, path: string, more = '') =>
  `GET ${path} HTTP/1.1\r\nHost: shop.localhost:${port}\r\n${more}\r\n`

async function isWell(world: World): Promise<void> {
  assert.equal(statusOf(await world.raw(head(world, 'GET /about'))), 200)
}

describe('requests that are sent ahead', () => {
  const firsts: Readonly<Record<string, (world: World) => string>> = {
    'a page of the app': (world) => ahead(world, '/about'),
    'a refusal': (world) => ahead(world, '/account'),
    'a route of ours': (world) => ahead(world, '/_hallpass/login'),
    'what Node answers: an expectation': (world) => ahead(world, '/about', 'Expect: x\r\n'),
    'what Node answers: no host': () => 'GET /about HTTP/1.1\r\n\r\n',
  }
  for (const [what, first] of Object.entries(firsts)) {
    for (const path of ['/account', '/%zz', '/about']) {
      test(`${what}, with an upgrade to ${path} behind it, does no harm`, async (t) => {
        const world = await openProxy(t)
        if (path === '/about') await world.app.down()
        // With `Connection: close` among its lines Node would see no upgrade.
        const upgrade = `GET ${path} HTTP/1.1\r\nHost: shop.localhost\r\n${UPGRADE.join('\r\n')}\r\n\r\n`
        await world.raw(first(world) + upgrade)
        if (path === '/about') await world.app.up()
        await isWell(world)
      })
    }
  }

  test('go to the app one after the other, and are answered in their order', async (t) => {
    const world = await openProxy(t)
    let active = 0
    let most = 0
    for (const name of ['/one', '/two', '/three']) {
      world.app.handlers[name] = (_request, response) => {
        most = Math.max(most, ++active)
        setImmediate(() => {
          active--
          response.end(`page ${name}`)
        })
      }
    }
    const answers = await world.raw(
      ahead(world, '/one') + ahead(world, '/two') + head(world, 'GET /three'),
    )
    assert.deepEqual(answers.match(/page \/[a-z]+/g), ['page /one', 'page /two', 'page /three'])
    assert.equal(most, 1)
  })

  test('take one place at the app, and end the connection when they are too many', async (t) => {
    const world = await openProxy(t)
    let asked = 0
    world.app.handlers['/never'] = () => {
      asked++
    }
    const socket = await world.open()
    socket.on('error', () => {})
    socket.write(ahead(world, '/never').repeat(50))
    await until(() => asked > 0)
    await isWell(world)
    assert.equal(asked, 1)
    socket.write(ahead(world, '/never').repeat(100))
    await once(socket, 'close')
    await until(() => world.app.sockets.size <= 1)
    assert.equal(asked, 1)
  })
})

describe('an answer that is none', () => {
  const bad = [
    ...['\u0000', '\u0001', '\u000b', '\u001b', '\u007f'].map(
      (character) => `HTTP/1.1 200 O${character}K\r\nContent-Length: 0\r\n\r\n`,
    ),
    'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n',
    'HTTP/1.1 101 Plain\r\nContent-Length: 0\r\n\r\n',
  ]
  for (const answer of bad) {
    test(`${JSON.stringify(answer.slice(0, 20))} is 502, and the proxy goes on`, async (t) => {
      const [port = 0] = await freePorts(1)
      const sockets = new Set<Socket>()
      const app = createServer((socket) => {
        sockets.add(socket)
        socket.on('error', () => {})
        socket.once('data', () => socket.end(answer, 'latin1'))
      }).listen(port, '127.0.0.1')
      await once(app, 'listening')
      t.after(() => {
        app.close()
        for (const socket of sockets) socket.destroy()
      })
      const world = await openProxy(t, { upstreams: () => [{ url: `http://127.0.0.1:${port}` }] })
      for (let at = 0; at < 2; at++) {
        const got = await world.raw(head(world, 'GET /about'))
        assert.equal(statusOf(got), 502)
        assert.match(got, /"code":"upstream_failed"/)
      }
    })
  }
})

test('a cookie without a name that reads as the session is not set by an app', async (t) => {
  const world = await openProxy(t)
  world.app.handlers['/sets'] = (_request, response) => {
    const lines = ['=ags_client_session=x', '==ags_client_session=x', ' = ags_client_session=x']
    response.setHeader('set-cookie', [...lines, '=other=x'])
    response.end()
  }
  const answer = await world.raw(head(world, 'GET /sets'))
  assert.deepEqual(answer.match(/^set-cookie:.*$/gim), ['set-cookie: =other=x'])
})
