/** What an upgrade must not be, although the page may be seen. */
import { HallpassError } from '../errors.ts'
import type { ProxyExchange } from './exchange.ts'
import { hasBody } from './reverse/no-body.ts'

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
  const isWebSocket = exchange.headers.upgrade?.toLowerCase() === 'websocket'
  if (exchange.method !== 'GET' || !isWebSocket || hasBody(exchange)) {
    return new HallpassError('bad_request', 'Only WebSockets can be opened')
  }
  if (!isForeign || !isGuarded) return undefined
  return new HallpassError('cross_site_request', 'A page of another site asks for the WebSocket')
}
