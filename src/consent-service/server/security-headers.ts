/** Headers that every answer of the service has, unless it says something of its own. */
import type { HeaderList, Reply } from '../../http/exchange.ts'

const ALWAYS: HeaderList = [
  ['cache-control', 'no-store'],
  ['content-security-policy', "default-src 'none'; base-uri 'none'; frame-ancestors 'none'"],
  ['cross-origin-opener-policy', 'same-origin'],
  ['cross-origin-resource-policy', 'same-origin'],
  ['referrer-policy', 'no-referrer'],
  ['x-content-type-options', 'nosniff'],
  ['x-frame-options', 'DENY'],
]
/** One year: a browser that was here by https comes back by nothing else. */
const HTTPS_ONLY: HeaderList = [['strict-transport-security', 'max-age=31536000']]

/** Lists that many answers share, with what was added to them. */
const completed = [new WeakMap<HeaderList, HeaderList>(), new WeakMap<HeaderList, HeaderList>()]

/** The answer with all of them. No other origin may read it: sites ask from their servers. */
export function withSecurityHeaders(reply: Reply, secure: boolean): Reply {
  const known = completed[secure ? 1 : 0]
  const kept = known?.get(reply.headers)
  if (kept !== undefined) return { ...reply, headers: kept }
  const own = new Set(reply.headers.map(([name]) => name))
  const wanted = secure ? [...ALWAYS, ...HTTPS_ONLY] : ALWAYS
  const headers = [...reply.headers, ...wanted.filter(([name]) => !own.has(name))]
  known?.set(reply.headers, headers)
  return { ...reply, headers }
}
