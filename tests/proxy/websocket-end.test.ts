/** WebSockets: closed with everything that belongs to them. */

import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { Socket } from 'node:net'
import { describe, test } from 'node:test'
import { echo, openEcho, upgradeHead } from './echo.ts'
import { head, statusOf, until } from './world.ts'

describe('the end of a WebSocket', () => {
  test('comes when the app closes, breaks off, or only says its last', async (t) => {
    const world = await openEcho(t)
    for (const end of ['close', 'terminate'] as const) {
      const socket = await world.dial('/about')
      for (const client of world.sockets.clients) client[end]()
      await once(socket, 'close')
    }
    await until(() => world.app.sockets.size === 0)
  })

  test('comes when the client breaks off, before it is open, too', async (t) => {
    const world = await openEcho(t)
    const socket = await world.dial('/about')
    socket.terminate()
    await until(() => world.app.sockets.size === 0 && world.sockets.clients.size === 0)
    world.app.server.removeAllListeners('upgrade')
    world.app.server.on('upgrade', (_request, kept: Socket) => {
      kept
        .on('error', () => {})
        .on('end', () => kept.end())
        .resume()
    })
    const waiting = await world.open()
    waiting.write(upgradeHead(world, '/about'))
    await until(() => world.app.sockets.size === 1)
    waiting.destroy()
    await until(() => world.app.sockets.size === 0)
  })

  test('comes when the session is over: by time, or at the provider’s word', async (t) => {
    let time = Math.floor(Date.now() / 1000)
    const options = { sessionCheck: 0.02 }
    const world = await openEcho(t, { options, now: () => time })
    world.provider.now = () => time
    const cookie = await world.signIn()
    const socket = await world.dial('/account', { cookie })
    const stranger = await world.dial('/about')
    time += 1800
    await new Promise((resolve) => setTimeout(resolve, 100))
    await echo(socket, 'still here')
    time += 90_000
    await once(socket, 'close')
    await echo(stranger, 'nobody is never signed out')
    const again = await world.signIn()
    const second = await world.dial('/account', { cookie: again })
    const ended = once(second, 'close')
    const token = await world.provider.token({
      iss: world.provider.issuer,
      aud: 'shop',
      sid: 'sid-1',
      iat: time,
      exp: time + 60,
      jti: 'one',
      events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
    })
    const body = `logout_token=${token}`
    const told = await world.raw(
      `${head(world, 'POST /_hallpass/backchannel-logout', [
        'Content-Type: application/x-www-form-urlencoded',
        `Content-Length: ${body.length}`,
      ])}${body}`,
    )
    assert.equal(statusOf(told), 200, told)
    await ended
    stranger.terminate()
  })

  test('leaves nothing behind, a thousand times', async (t) => {
    const world = await openEcho(t)
    for (let round = 0; round < 40; round++) {
      const sockets = await Promise.all(Array.from({ length: 25 }, () => world.dial('/about')))
      for (const [at, socket] of sockets.entries()) {
        if (at % 2 === 0) socket.close()
        else socket.terminate()
      }
    }
    await until(() => world.app.sockets.size === 0 && world.ended.length === 1000)
    const left = await new Promise<number>((resolve, reject) => {
      world.server.getConnections((error, count) => (error ? reject(error) : resolve(count)))
    })
    assert.equal(left, 0)
  })

  test('comes when the proxy closes', async (t) => {
    const world = await openEcho(t)
    const socket = await world.dial('/about')
    const ended = once(socket, 'close')
    await world.reverse.close()
    await ended
    await until(() => world.app.sockets.size === 0)
  })
})
