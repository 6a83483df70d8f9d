/** The Global Privacy Control signal of a request; for servers, the banner asks the browser. */
import type { Exchange } from '../../http/exchange.ts'

/** Whether a request carries the Global Privacy Control signal (`Sec-GPC: 1`). */
export function hasGpc(exchange: Exchange): boolean {
  return exchange.header('sec-gpc')?.trim() === '1'
}
