/** What kind of request this is: a page the visitor goes to, a prefetch, one from another site. */
import type { Exchange } from './exchange.ts'

/**
 * Whether the browser is going to a page, so that an answer may be a page or a redirect to the
 * login; a script's request gets a status instead. Decided by `Sec-Fetch-Mode` (Fetch Metadata,
 * W3C), which a browser sends with `Sec-Fetch-Site`; without both by method, `X-Requested-With`
 * and `Accept`.
 */
export function isNavigation(exchange: Exchange): boolean {
  const mode = exchange.header('sec-fetch-mode')
  if (mode === 'navigate') return true
  // Node's fetch sends a mode but no site: it is no browser, and its other headers decide.
  if (mode !== undefined && exchange.header('sec-fetch-site') !== undefined) return false
  if (exchange.method !== 'GET' && exchange.method !== 'HEAD') return false
  if (exchange.header('x-requested-with')?.toLowerCase() === 'xmlhttprequest') return false
  return /(?:^|,)\s*text\/html\s*(?:[,;]|$)/i.test(exchange.header('accept') ?? '')
}

/** Whether it is certain that a script of a page asks, and not a browser going to a page. */
export function isScript(exchange: Exchange): boolean {
  if (isNavigation(exchange)) return false
  if (exchange.header('sec-fetch-site') !== undefined) return true
  if (exchange.header('x-requested-with')?.toLowerCase() === 'xmlhttprequest') return true
  return /\bjson\b/i.test(exchange.header('accept') ?? '')
}

/** Whether the browser only loads ahead: nothing may start, end or change by such a request. */
export function isPrefetch(exchange: Exchange): boolean {
  for (const name of ['sec-purpose', 'purpose', 'x-purpose', 'x-moz']) {
    const value = exchange.header(name)
    if (value !== undefined && /\b(?:prefetch|prerender|preview)\b/i.test(value)) return true
  }
  return false
}

/**
 * Whether a state-changing request comes from the service's own pages. `Sec-Fetch-Site` decides
 * where the browser sends it, else `Origin`. A request with neither passes: every browser sends
 * one of them with a POST, so it is a program, which no other site can steer.
 *
 * @param origin - The service's origin, as browsers write it: `https://shop.example`.
 */
export function isSameOrigin(exchange: Exchange, origin: string): boolean {
  const site = exchange.header('sec-fetch-site')
  if (site !== undefined) return site === 'same-origin' || site === 'none'
  const sent = exchange.header('origin')
  return sent === undefined || sent === origin
}
