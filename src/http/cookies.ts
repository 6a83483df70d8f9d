/** Cookies: reading a request's, writing one's own. Ours are always `HttpOnly`. */
import { parseCookie, stringifySetCookie } from 'cookie'
import type { Exchange } from './exchange.ts'

/** The cookies of a request. Nothing is inherited: `cookies.__proto__` is what was sent, or undefined. */
export type Cookies = Readonly<Record<string, string | undefined>>

/** Where a cookie is valid, and for how long. `HttpOnly` is not a choice. */
export interface CookieAttributes {
  /** The path under which the browser sends it. */
  readonly path: string
  /** The domain and its subdomains; without it, only the host that set it. */
  readonly domain?: string
  /** Life in seconds; without it, until the browser closes. A fraction is cut off. */
  readonly maxAge?: number
  /** Sent over https only (and to loopback hosts). */
  readonly secure: boolean
  /** Whether other sites' requests carry it. */
  readonly sameSite: 'lax' | 'none' | 'strict'
}

/**
 * The cookies of a request. Never throws: a value that is not valid percent-encoding is given
 * as it came. Of two cookies with the same name the first counts; browsers send the one with
 * the longer path first (RFC 6265 section 5.4).
 *
 * @example
 * readCookies(exchange)['__Host-hallpass']
 */
export function readCookies(exchange: Exchange): Cookies {
  return parseCookie(exchange.header('cookie') ?? '')
}

/**
 * A `Set-Cookie` line (RFC 6265 section 4.1), percent-encoding the value where needed.
 *
 * @throws TypeError when name, path or domain holds a character that a cookie cannot have.
 * @example
 * setCookie('__Host-hallpass', token, { path: '/', secure: true, sameSite: 'lax' })
 */
export function setCookie(
  name: string,
  value: string,
  attributes: CookieAttributes,
): readonly ['set-cookie', string] {
  const { path, domain, maxAge, secure, sameSite } = attributes
  const line = stringifySetCookie({
    name,
    value,
    path,
    httpOnly: true,
    secure,
    sameSite,
    ...(domain !== undefined && { domain }),
    ...(maxAge !== undefined && { maxAge: Math.max(0, Math.trunc(maxAge)) }),
  })
  return ['set-cookie', line]
}

/**
 * The `Set-Cookie` line that removes a cookie: an empty value and `Max-Age=0`, with the same
 * path and domain, since browsers tell cookies apart by those too.
 */
export function clearCookie(
  name: string,
  attributes: CookieAttributes,
): readonly ['set-cookie', string] {
  return setCookie(name, '', { ...attributes, maxAge: 0 })
}

/** The name prefixes that browsers enforce, in any case (RFC 6265bis section 4.1.3). */
const PREFIX = /^__(host|secure|http)-/i

/**
 * The name with the strongest prefix that the attributes allow: `__Host-` for a secure cookie
 * of the whole host, `__Secure-` for any other secure one, none without `Secure`. A prefix the
 * app wrote itself is kept, never doubled; one that a browser would refuse with these
 * attributes is replaced, so that the same name works on http://localhost.
 *
 * @example
 * prefixedName('hallpass', { path: '/', secure: true, sameSite: 'lax' }) // '__Host-hallpass'
 */
export function prefixedName(base: string, attributes: CookieAttributes): string {
  const { secure, path, domain } = attributes
  const wholeHost = secure && path === '/' && domain === undefined
  const written = PREFIX.exec(base)?.[1]?.toLowerCase()
  if (written === 'host' ? wholeHost : written !== undefined && secure) return base
  const bare = base.replace(PREFIX, '')
  if (wholeHost) return `__Host-${bare}`
  return secure ? `__Secure-${bare}` : bare
}
