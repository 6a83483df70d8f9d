/** WebSockets: judged before they open. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { describe, test } from 'node:test'
import { echo, hostOf, openEcho, UPGRADE, upgradeHead } from './echo.ts'
import { head, openProxy, statusOf, until } from './world.ts'

describe('a WebSocket', () => {
  test('is passed on with who is there, and without the guard’s cookies', async (t) => {
    const world = await openEcho(t)
    const cookie = await world.signIn()
    const socket = await world.dial('/account?x=1', {
      cookie: `${cookie}; theme=dark`,
      origin: world.base,
      'x-forwarded-user': 'mallory',
      X_Forwarded_User: 'mallory',
      'x-hallpass-groups': '["root"]',
    })
    assert.equal(socket.protocol, 'chat')
    await echo(socket, 'hello')
    await echo(socket, 'x'.repeat(200_000))
    const { last } = world.app
    assert.equal(last.url, '/account?x=1')
    assert.deepEqual(
      last.lines.filter(([name]) => /user$/i.test(name)),
      [['x-forwarded-user', 'alice']],
    )
    assert.equal(last.header('cookie'), 'theme=dark')
    assert.equal(last.header('host'), hostOf(world))
    assert.equal(last.header('x-forwarded-for'), '127.0.0.1')
    socket.close(4001, 'done')
    const [code, reason] = await once(socket, 'close')
    assert.deepEqual([code, String(reason)], [4001, 'done'])
    await until(() => world.sockets.clients.size === 0 && world.ended.some((e) => e.status === 101))
    const entry = world.ended.find(({ status }) => status === 101)
    assert.equal(entry?.user, 'alice')
    assert.ok((entry?.bytes ?? 0) > 200_000)
  })

  test('that is sent with its first bytes loses none of them', async (t) => {
    const world = await openEcho(t)
    const socket = connect(world.port, '127.0.0.1')
    // A masked text frame `hi`, with the head in one piece.
    const frame = Buffer.from([0x81, 0x82, 0, 0, 0, 0, 0x68, 0x69])
    socket.write(Buffer.concat([Buffer.from(upgradeHead(world, '/about')), frame]))
    let got = Buffer.alloc(0)
    socket.on('data', (chunk) => {
      got = Buffer.concat([got, chunk])
    })
    await until(() => got.includes(Buffer.from([0x81, 0x02, 0x68, 0x69])))
    assert.match(got.toString('latin1'), /^HTTP\/1\.1 101 /)
    socket.destroy()
    await until(() => world.app.sockets.size === 0)
  })

  test('of a stranger to a guarded page is refused with an ordinary answer', async (t) => {
    const world = await openEcho(t)
    const answer = await world.raw(upgradeHead(world, '/account'))
    assert.equal(statusOf(answer), 401)
    assert.match(answer, /\r\ncontent-type: application\/problem\+json/i)
    assert.match(answer, /"code":"login_required"/)
    assert.deepEqual(world.app.seen, [])
    assert.equal(world.ended[0]?.reason, 'login_required')
    for (const path of ['/%2e%2e/admin', '//admin', '/x;/../admin']) {
      assert.ok(statusOf(await world.raw(upgradeHead(world, path))) >= 400, path)
    }
    assert.deepEqual(world.app.seen, [])
  })

  test('of another site is refused where the page is guarded, and nobody’s where it is public', async (t) => {
    const world = await openEcho(t)
    const cookie = await world.signIn()
    for (const origin of ['https://evil.example', 'null', `${world.base}.evil.example`]) {
      await assert.rejects(world.dial('/account', { cookie, origin }), (status) => status === 403)
      const before = world.app.seen.length
      const socket = await world.dial('/about', { cookie, origin })
      assert.equal(world.app.seen.length, before + 1)
      assert.equal(world.app.last.header('x-forwarded-user'), undefined)
      socket.terminate()
    }
    const own = await world.dial('/about', { cookie, origin: world.base })
    assert.equal(world.app.last.header('x-forwarded-user'), 'alice')
    own.terminate()
    const program = await world.dial('/account', { cookie })
    assert.equal(world.app.last.header('x-forwarded-user'), 'alice')
    program.terminate()
  })

  test('is the only thing that is opened: h2c, bodies and other methods are not', async (t) => {
    const world = await openEcho(t)
    const wrong = [
      [...UPGRADE, 'Content-Length: 5'],
      [...UPGRADE, 'Transfer-Encoding: chunked'],
    ]
    for (const lines of wrong) {
      const answer = await world.raw(`${upgradeHead(world, '/about', lines)}hello`)
      assert.equal(statusOf(answer), 400, lines.join())
    }
    const posted = upgradeHead(world, '/about').replace('GET', 'POST')
    assert.equal(statusOf(await world.raw(posted)), 400)
    const absolute = upgradeHead(world, 'http://evil.example/about')
    assert.equal(statusOf(await world.raw(absolute)), 400)
    assert.deepEqual(world.app.seen, [])
    // Who offers another protocol gets an ordinary answer, and the app does not see the offer.
    const [, ...rest] = UPGRADE
    for (const offer of ['h2c', 'websocket, h2c', 'TLS/1.0']) {
      const lines = [`Connection: Upgrade, HTTP2-Settings, close`, `Upgrade: ${offer}`]
      const settings = 'HTTP2-Settings: AAMAAABkAAQAAP__'
      const answer = await world.raw(head(world, 'GET /about', [...lines, settings, ...rest]))
      assert.equal(statusOf(answer), 200, offer)
      assert.doesNotMatch(JSON.stringify(world.app.last.lines), /upgrade|http2|h2c|TLS/i)
    }
  })

  test('that the app refuses gets the app’s answer, and the connection ends', async (t) => {
    const world = await openEcho(t)
    const answer = await world.raw(upgradeHead(world, '/refused'))
    assert.match(answer, /^HTTP\/1\.1 418 Teapot\r\n/)
    assert.match(answer, /set-cookie: own=1/i)
    assert.match(answer, /\r\n\r\nno$/)
    const chunked = await world.raw(upgradeHead(world, '/chunked-refusal'))
    assert.match(chunked, /^HTTP\/1\.1 403 No\r\n[\s\S]*2\r\nno\r\n0\r\n\r\n$/)
    // A version that the app does not speak: it is not taken for an opened one.
    const old = UPGRADE.map((line) => line.replace('13', '7'))
    assert.equal(statusOf(await world.raw(upgradeHead(world, '/about', old))), 400)
    await until(() => world.app.sockets.size === 0)
  })

  test('to an app that is down is 502, to one that is silent 504', async (t) => {
    const world = await openProxy(t, { options: { timeout: 0.2 } })
    world.app.server.on('upgrade', (_request, socket: Socket) => void socket.on('error', () => {}))
    const late = await world.raw(upgradeHead(world, '/about'))
    assert.equal(statusOf(late), 504)
    assert.match(late, /"code":"upstream_timeout"/)
    await world.app.down()
    const down = await world.raw(upgradeHead(world, '/about'))
    assert.equal(statusOf(down), 502)
    assert.match(down, /"code":"upstream_unreachable"/)
    assert.deepEqual(
      world.ended.map(({ status, reason }) => [status, reason]),
      [
        [504, 'upstream_timeout'],
        [502, 'upstream_unreachable'],
      ],
    )
  })
})
