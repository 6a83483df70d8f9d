/** Requests to a listener of node:http: real ones, to a server that runs for one request. */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { sendToUrl } from './over-http.ts'
import type { Send } from './sending.ts'

/** What Express, Koa and node:http call with a request. */
export type Listener = (request: IncomingMessage, response: ServerResponse) => unknown

/** Each request has a server of its own on loopback, so that nothing is left to be closed. */
export function sendToListener(listener: Listener): Send {
  return async (outgoing) => {
    const server = createServer((request, response) => void listener(request, response))
    await once(server.listen(0, '127.0.0.1'), 'listening')
    try {
      const address = server.address()
      if (address === null || typeof address === 'string') throw new Error('it does not listen')
      return await sendToUrl(`http://127.0.0.1:${address.port}`)(outgoing)
    } finally {
      server.close()
      server.closeAllConnections()
    }
  }
}
