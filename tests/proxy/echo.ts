/** A guard before an app that echoes what a WebSocket sends. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { TestContext } from 'node:test'
import { WebSocket, WebSocketServer } from 'ws'
import { type Change, openProxy, type World } from './world.ts'

/** The app echoes. */
export interface Echoing extends World {
  readonly sockets: WebSocketServer
  /** Opens one; rejects with the status where it is refused. */
  dial(path: string, headers?: Record<string, string>): Promise<WebSocket>
}

/** The app echoes what it is sent. */
export async function openEcho(t: TestContext, change: Change = {}): Promise<Echoing> {
  const world = await openProxy(t, change)
  const sockets = new WebSocketServer({ noServer: true })
  world.app.server.on('upgrade', (request: IncomingMessage, socket: Socket, first: Buffer) => {
    world.app.note(request)
    if (request.url?.startsWith('/refused')) {
      socket.end('HTTP/1.1 418 Teapot\r\nSet-Cookie: own=1\r\nContent-Length: 2\r\n\r\nno')
      return
    }
    if (request.url?.startsWith('/chunked-refusal')) {
      socket.end('HTTP/1.1 403 No\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nno\r\n0\r\n\r\n')
      return
    }
    sockets.handleUpgrade(request, socket, first, (opened) => {
      opened.on('message', (data, isBinary) => opened.send(data, { binary: isBinary }))
    })
  })
  return {
    ...world,
    sockets,
    async dial(path, headers = {}) {
      const url = `ws://127.0.0.1:${world.port}${path}`
      const socket = new WebSocket(url, ['chat'], { headers: { host: hostOf(world), ...headers } })
      socket.on('error', () => {})
      await new Promise<void>((resolve, reject) => {
        socket.once('open', resolve)
        socket.once('unexpected-response', (_request, answer) => reject(answer.statusCode))
        socket.once('close', () => reject(0))
      })
      return socket
    },
  }
}

/** The public host. */
export function hostOf({ port }: World): string {
  return `shop.localhost:${port}`
}

/** Sends a text, and waits for it to come back. */
export async function echo(socket: WebSocket, text: string): Promise<void> {
  socket.send(text)
  const [data] = await once(socket, 'message')
  assert.equal(String(data), text)
}

/** The lines of an upgrade. */
export const UPGRADE: readonly string[] = [
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
]

/** The head of an upgrade, written by hand. */
export function upgradeHead(
  { port }: World,
  path: string,
  lines: readonly string[] = UPGRADE,
): string {
  const all = [`GET ${path} HTTP/1.1`, `Host: shop.localhost:${port}`, 'Connection: Upgrade']
  return `${[...all, ...lines].join('\r\n')}\r\n\r\n`
}
