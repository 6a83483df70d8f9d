/** The address of a site, as a person types it and as browsers name it. */
import { isLoopbackHost } from '../../../http/loopback.ts'
import { UsageError } from '../../usage.ts'

const ORIGIN = 'an origin is https and a host, such as https://shop.example'

/**
 * The origin in the spelling of browsers: lower case, without a default port, Punycode.
 *
 * @throws UsageError that says what to write; it does not quote what was given, which may hold a
 *   password
 */
export function originOf(text: string, help: string): string {
  const wrong = (sentence: string) => new UsageError(sentence, help)
  if (!/^https?:\/\//i.test(text)) throw wrong(ORIGIN)
  if (!URL.canParse(text) || /[\s\\*]/.test(text)) throw wrong(ORIGIN)
  const { origin, protocol, hostname, username, password, pathname, search, hash } = new URL(text)
  if (username !== '' || password !== '') throw wrong(`${ORIGIN}, without a user`)
  if (pathname !== '/' || search !== '' || hash !== '' || /[?#]$/.test(text)) {
    throw wrong(`only the origin, without a path: ${origin}`)
  }
  if (protocol === 'http:' && !isLoopbackHost(hostname)) {
    throw wrong(`${ORIGIN}; http is for localhost and its names, 127.0.0.1 and [::1] alone`)
  }
  return origin
}

/**
 * The path of a site's callback.
 *
 * @throws UsageError that says what to write
 */
export function callbackOf(text: string, help: string): string {
  const isPath = /^\/(?!\/)[\w\-./~%!$&'()*+,;=:@]*$/.test(text)
  if (isPath && new URL(text, 'https://site.example').pathname === text) return text
  throw new UsageError('--callback must be a path, such as /_cookies/callback', help)
}
