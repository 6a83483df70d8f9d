/** The address of a site: its origin, and where it takes visitors back. */
import { isLoopbackHost } from '../http/loopback.ts'

/** Where a site takes visitors back unless it says otherwise. */
export const CALLBACK = '/_cookies/callback'

/** What a person typed as an origin: the origin as browsers write it, or what to write instead. */
export type TypedOrigin =
  | { readonly origin: string; readonly fault?: undefined }
  | { readonly fault: string }

const SHAPE = 'Write the scheme and the host: https://shop.example'

/**
 * Reads an origin. Browsers write it in lower case, without a default port, in Punycode. The fault
 * does not quote what was typed, which may hold a password.
 *
 * @example
 * readOrigin('HTTPS://Shop.example:443/') // { origin: 'https://shop.example' }
 */
export function readOrigin(text: string): TypedOrigin {
  const url = /^https?:\/\//i.test(text) && !/[\s\\*]/.test(text) ? URL.parse(text) : null
  if (url === null) return { fault: SHAPE }
  const { origin, protocol, hostname, username, password, pathname, search, hash } = url
  if (username !== '' || password !== '') {
    return { fault: 'Write the scheme and the host, without a user: https://shop.example' }
  }
  if (pathname !== '/' || search !== '' || hash !== '' || /[?#]$/.test(text)) {
    return { fault: `Leave out what follows the host: ${origin}` }
  }
  if (protocol === 'http:' && !isLoopbackHost(hostname)) {
    return {
      fault: 'A site is on https; http is for localhost and its names, 127.0.0.1 and [::1] alone',
    }
  }
  return { origin }
}

const PATH = /^\/(?!\/)[\w\-./~%!$&'()*+,;=:@]*$/

/** Whether a text is a path of the site, and nothing that leads elsewhere. */
export function isCallback(text: string): boolean {
  return PATH.test(text) && URL.parse(text, 'https://site.example')?.pathname === text
}
