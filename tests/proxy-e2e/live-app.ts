/** An app that answers for as long as it likes: an echo over a WebSocket, server-sent events. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import { WebSocketServer } from 'ws'
import { freePorts } from '../support/free-ports.ts'

/** Starts it at a free port. */
export async function startLiveApp(): Promise<{ url: string; close(): Promise<void> }> {
  const [port = 0] = await freePorts(1)
  const server = createServer((request, response) => {
    if (!request.url?.startsWith('/live/events')) return response.writeHead(404).end()
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write(`data: for ${request.headers['x-forwarded-user']}\n\n`)
    // The second event comes when the page, which has read the first, asks for it.
    server.once('next', () => response.write('data: second\n\n'))
  })
  const sockets = new WebSocketServer({ server })
  sockets.on('connection', (socket, request) => {
    socket.on('error', () => socket.terminate())
    socket.send(`hello ${request.headers['x-forwarded-user']}`)
    socket.on('message', (data, binary) => {
      server.emit('next')
      socket.send(data, { binary })
    })
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      for (const socket of sockets.clients) socket.terminate()
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    },
  }
}
