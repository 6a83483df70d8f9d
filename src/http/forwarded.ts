/** What proxies say about a request. Who says it is checked elsewhere. */
import { isIP } from 'node:net'
import type { Exchange } from './exchange.ts'

/**
 * The values that the proxies of a request gave, the nearest proxy's last: of the
 * `X-Forwarded-…` header, or without it of the `Forwarded` header (RFC 7239).
 */
export function forwardedValues(exchange: Exchange, name: 'for' | 'host'): string[] {
  const own = exchange.header(`x-forwarded-${name}`)
  if (own !== undefined) return own.split(',').map((value) => value.trim())
  const all = exchange.header('forwarded')
  if (all === undefined) return []
  // one element a proxy; a quoted value holds no comma or semicolon in what is asked for here
  return all.split(',').map((element) => parameter(element, name))
}

function parameter(element: string, name: string): string {
  for (const pair of element.split(';')) {
    const at = pair.indexOf('=')
    if (at !== -1 && pair.slice(0, at).trim().toLowerCase() === name) {
      return pair
        .slice(at + 1)
        .trim()
        .replace(/^"(.*)"$/, '$1')
    }
  }
  return ''
}

/**
 * An IP address in one spelling: without brackets, port and zone, and an IPv4 address that is
 * mapped into IPv6 as IPv4. `undefined` for what is none.
 *
 * @example
 * plainAddress('[2001:db8::1]:443') // '2001:db8::1'
 * plainAddress('::ffff:10.0.0.1')   // '10.0.0.1'
 */
export function plainAddress(text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  const bare = /^\[([^\]]*)\](?::\d+)?$/.exec(text)?.[1] ?? /^([\d.]+):\d+$/.exec(text)?.[1] ?? text
  const [address = ''] = bare.split('%', 1)
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  const plain = mapped ?? address
  return isIP(plain) === 0 ? undefined : plain
}
