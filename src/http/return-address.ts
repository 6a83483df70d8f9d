/** Where a visitor goes back to after a login or logout: only ever a page of the same origin. */

/** The longest return address in characters. */
const MAX_LENGTH = 2048

/** A path (but not `//host`), or an absolute http(s) URL; `https:host` and `https:/host` are neither. */
const START = /^(?:\/(?![/\\])|https?:\/\/[^/\\])/i
/** What URL parsers drop or read as a slash; a server or a proxy may read it differently. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const TRICK = /[\u0000-\u0020\u007f\\]/
/** The same, percent-encoded in a path: for a server behind that decodes before it redirects. */
const ENCODED_TRICK = /%(?:25)*(?:[01][0-9a-f]|7f|5c)/i
/** A path that reads as `//host` once it is decoded. */
const ENCODED_HOST = /^\/(?:\/|%(?:25)*(?:2f|20))/i

/**
 * A return address as path and query on the service's own origin, without the fragment; or the
 * fallback for everything else. An absolute URL of the same origin is allowed and made relative.
 * Refused: another origin in any spelling (`//evil.example`, `/\evil.example`,
 * `/%09/evil.example`, `https:evil.example`), user info, control characters, `javascript:`, what
 * is not a string, and more than 2048 characters. Never throws.
 *
 * @param value - What the request said: untrusted.
 * @param baseUrl - The service's own base URL: `https://shop.example`.
 * @param fallback - Given back as it is when the value is refused.
 * @example
 * returnAddress('/cart?item=1#top', 'https://shop.example', '/') // '/cart?item=1'
 * returnAddress('//evil.example', 'https://shop.example', '/')   // '/'
 */
export function returnAddress(value: unknown, baseUrl: string, fallback: string): string {
  if (typeof value !== 'string' || value.length > MAX_LENGTH) return fallback
  if (!START.test(value) || TRICK.test(value)) return fallback
  const base = parse(baseUrl)
  const url = base && parse(value, base)
  if (!base || !url || url.origin !== base.origin || url.origin === 'null') return fallback
  if (url.username !== '' || url.password !== '') return fallback
  // `/..//evil.example` is on the same origin only until its path is used alone
  if (ENCODED_HOST.test(url.pathname) || ENCODED_TRICK.test(url.pathname)) return fallback
  const address = url.pathname + url.search
  return address.length > MAX_LENGTH ? fallback : address
}

function parse(value: string, base?: URL): URL | undefined {
  return URL.parse(value, base?.href) ?? undefined
}
