/** An app that speaks TLS: its own name is asked for, and its certificate is checked. */
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { getCACertificates, setDefaultCACertificates, type TLSSocket } from 'node:tls'
import { WebSocket, WebSocketServer } from 'ws'
import { certificate } from './serve-certificate.ts'
import { head, openProxy, statusOf } from './world.ts'

interface Secure {
  readonly url: string
  readonly cert: string
  /** The names that were asked for. */
  readonly names: unknown[]
}

async function secureApp(t: TestContext): Promise<Secure> {
  const folder = mkdtempSync(join(tmpdir(), 'hallpass-upstream-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const files = await certificate({ path: (name) => join(folder, name) }, 'app')
  const cert = readFileSync(files.cert, 'utf8')
  const names: unknown[] = []
  const server = createServer({ cert, key: readFileSync(files.key) }, (_request, response) =>
    response.end('secret app'),
  )
  server.on('secureConnection', (socket: TLSSocket) => names.push(socket.servername))
  const sockets = new WebSocketServer({ noServer: true })
  server.on('upgrade', (request, socket: Socket, first) => {
    sockets.handleUpgrade(request, socket, first, (opened) => opened.send('hello'))
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  t.after(() => {
    server.close()
    server.closeAllConnections()
  })
  return { url: `https://localhost:${(server.address() as AddressInfo).port}`, cert, names }
}

test('a certificate that nobody signed is refused, and the request does not go out', async (t) => {
  const app = await secureApp(t)
  const world = await openProxy(t, { upstreams: () => [{ url: app.url }] })
  const answer = await world.raw(head(world, 'GET /about'))
  assert.equal(statusOf(answer), 502)
  assert.match(answer, /"code":"upstream_unreachable"/)
})

test('a certificate that is trusted is the app’s own, not that of the public host', async (t) => {
  const app = await secureApp(t)
  const before = getCACertificates()
  setDefaultCACertificates([...before, app.cert])
  t.after(() => setDefaultCACertificates(before))
  const world = await openProxy(t, { upstreams: () => [{ url: app.url }] })
  assert.match(await world.raw(head(world, 'GET /about')), /secret app$/)
  const socket = new WebSocket(`ws://127.0.0.1:${world.port}/about`)
  const said = await new Promise((resolve, reject) => {
    socket.once('message', (data) => resolve(String(data)))
    socket.once('error', reject)
  })
  assert.equal(said, 'hello')
  socket.terminate()
  assert.deepEqual(app.names, ['localhost', 'localhost'])
})

test('an app that should speak TLS and does not is 502', async (t) => {
  const world = await openProxy(t, {
    upstreams: ({ port }) => [{ url: `https://127.0.0.1:${port}` }],
  })
  const answer = await world.raw(head(world, 'GET /about'))
  assert.equal(statusOf(answer), 502)
  assert.deepEqual(world.app.seen, [])
})
