/** WebSockets through nginx, which asks hallpass when they open. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { test } from 'node:test'
import { WebSocket, WebSocketServer } from 'ws'
import { GuardProgram } from '../proxy/serve-program.ts'
import { freePorts } from '../support/free-ports.ts'
import { signedIn, startWorld } from './world.ts'

for (const name of ['nginx', 'caddy'] as const) {
  const program = new GuardProgram()

  test(`${name}: a WebSocket opens for who is signed in, from our own pages`, async (t) => {
    const [port = 0] = await freePorts(1)
    const server = new WebSocketServer({ host: '127.0.0.1', port })
    t.after(() => server.close())
    server.on('connection', (socket, request) => {
      socket.on('message', (text) => socket.send(`${request.headers['x-forwarded-user']}: ${text}`))
    })
    const world = await startWorld(program, name, {}, { app: port })
    t.after(() => world.close())
    const reader = await signedIn(world, 'reader')
    const sending = { method: 'GET', navigation: true }
    const cookie = reader.jar.header(new URL(world.url), sending) ?? ''
    const open = (headers: Record<string, string>) =>
      new WebSocket(`ws://127.0.0.1:${world.port}/echo`, {
        headers: { host: new URL(world.url).host, ...headers },
      })

    const socket = open({ cookie, origin: world.url })
    await once(socket, 'open')
    socket.send('ahoy')
    assert.equal(String((await once(socket, 'message'))[0]), 'reader: ahoy')
    socket.terminate()

    for (const [headers, expected] of [
      [{ origin: world.url }, 401],
      [{ cookie, origin: 'https://elsewhere.example' }, 403],
    ] as const) {
      const refused = open({ ...headers })
      refused.on('error', () => {})
      const [, response] = await once(refused, 'unexpected-response')
      assert.equal(response.statusCode, expected)
      response.destroy()
    }
  })
}
