/** Says once that a service is asked at another host than its base URL: its cookies are lost there. */
import type { Exchange } from '../http/exchange.ts'
import type { Logger } from '../http/ports.ts'
import type { PublicUrls } from '../http/public-url.ts'

/** A check for the start of a login; it warns for the first request that is elsewhere. */
export function hostWarning(urls: PublicUrls, logger: Logger): (exchange: Exchange) => void {
  let warned = false
  return (exchange) => {
    const host = exchange.header('host')
    const baseUrl = urls.baseUrlFor(exchange)
    if (warned || host === undefined || host.toLowerCase() === new URL(baseUrl).host) return
    warned = true
    logger.warn(
      'a login was asked for at another host than baseUrl: unless a proxy rewrites Host, the browser keeps its cookies where the login cannot find them',
      { host: host.slice(0, 100), baseUrl },
    )
  }
}
