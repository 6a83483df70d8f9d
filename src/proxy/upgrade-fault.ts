/** What an upgrade must not be, although the page may be seen. */
import type { IncomingMessage } from 'node:http'
import { HallpassError } from '../errors.ts'
import type { ProxyExchange } from './exchange.ts'
import { hasBody } from './reverse/no-body.ts'

/**
 * Whether an upgrade is to a WebSocket. For the server's option `shouldUpgradeCallback` (Node 24.9):
 * whoever offers another protocol, such as h2c, then gets an ordinary answer.
 */
export function asksForWebSocket({ headers }: Pick<IncomingMessage, 'headers'>): boolean {
  return headers.upgrade?.toLowerCase() === 'websocket'
}

/**
 * The fault of an upgrade; undefined for a WebSocket that may be opened.
 *
 * @param isForeign - Whether a page of another site asks.
 * @param isGuarded - Whether the path is not public.
 */
export function upgradeFault(
  exchange: ProxyExchange,
  isForeign: boolean,
  isGuarded: boolean,
): HallpassError | undefined {
  if (exchange.method !== 'GET' || !asksForWebSocket(exchange) || hasBody(exchange)) {
    return new HallpassError('bad_request', 'Only WebSockets can be opened')
  }
  if (!isForeign || !isGuarded) return undefined
  return new HallpassError('cross_site_request', 'A page of another site asks for the WebSocket')
}
