/** Large bodies: both ways, at the speed of whoever reads them. */
import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { describe, test } from 'node:test'
import { head, openProxy, until } from './world.ts'

describe('large bodies', () => {
  test('go both ways unchanged', async (t) => {
    const world = await openProxy(t)
    world.app.handlers['/echo'] = (request, response) => void request.pipe(response)
    const body = randomBytes(8 * 1024 * 1024)
    const outgoing = request({ host: '127.0.0.1', port: world.port, path: '/echo', method: 'POST' })
    outgoing.end(body)
    const [answer] = (await once(outgoing, 'response')) as [IncomingMessage]
    const sum = (data: Buffer) => createHash('sha256').update(data).digest('hex')
    assert.equal(sum(await buffer(answer)), sum(body))
    await until(() => world.ended.length === 1)
    assert.equal(world.ended[0]?.bytes, body.length)
  })

  test('come no faster than the client reads', async (t) => {
    const world = await openProxy(t)
    const chunk = Buffer.alloc(64 * 1024)
    let produced = 0
    world.app.handlers['/endless'] = (_request, response) => {
      const more = () => {
        while (produced < 1 << 30 && !response.destroyed) {
          produced += chunk.length
          if (!response.write(chunk)) return void response.once('drain', more)
        }
      }
      more()
    }
    const socket = await world.open()
    socket.write(head(world, 'GET /endless'))
    await once(socket, 'data')
    socket.pause()
    // It stops when what the system buffers on the way is full.
    let before = -1
    while (produced !== before) {
      before = produced
      await new Promise((resolve) => setTimeout(resolve, 300))
    }
    assert.ok(produced < 64 * 1024 * 1024, `${produced} bytes without a reader`)
    socket.destroy()
    await until(() => world.app.sockets.size === 0)
  })

  test('are taken no faster than the app reads', async (t) => {
    const world = await openProxy(t)
    const stuck: IncomingMessage[] = []
    world.app.server.removeAllListeners('request')
    world.app.server.on('request', (request: IncomingMessage) => {
      stuck.push(request.pause().on('error', () => {}))
    })
    const socket = await world.open()
    socket.on('error', () => {})
    socket.write(head(world, 'POST /stuck', [`Content-Length: ${1 << 30}`]))
    const chunk = Buffer.alloc(64 * 1024)
    let sent = 0
    const more = () => {
      while (sent < 1 << 30 && !socket.destroyed) {
        sent += chunk.length
        if (!socket.write(chunk)) return void socket.once('drain', more)
      }
    }
    more()
    let before = -1
    while (sent !== before) {
      before = sent
      await new Promise((resolve) => setTimeout(resolve, 300))
    }
    assert.ok(sent < 64 * 1024 * 1024, `${sent} bytes without a reader`)
    socket.destroy()
    stuck[0]?.resume()
    await until(() => world.app.sockets.size === 0)
  })
})
