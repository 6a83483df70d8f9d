/** What answers an exchange, as a listener of node:http. */
import type { RequestListener } from 'node:http'
import { NodeExchange, sendReply } from '../adapters/node-exchange.ts'
import type { Exchange, Reply } from '../http/exchange.ts'

/** A listener that answers every request with `handle`, which never rejects. */
export function listenerOf(handle: (exchange: Exchange) => Promise<Reply>): RequestListener {
  return (request, response) => {
    // A client that went away is no fault of anybody's.
    response.on('error', () => {})
    const exchange = new NodeExchange(request, request.url ?? '/', request)
    void handle(exchange).then((reply) => sendReply(response, reply))
  }
}
