/** Which host names mean this machine. */

const IPV4 = /^127(?:\.\d{1,3}){3}$/

/**
 * Whether a host name is this machine's: `localhost`, `*.localhost` (RFC 6761 section 6.3),
 * `127.0.0.0/8`, `::1`. Plain http is allowed for these only.
 *
 * @param hostname - As `URL.hostname` gives it: without a port, IPv6 with or without brackets.
 * @example
 * isLoopbackHost(new URL('http://shop.localhost:3000').hostname) // true
 */
export function isLoopbackHost(hostname: string): boolean {
  const host = hostname.toLowerCase()
  if (host === 'localhost' || isLocalhostName(host)) return true
  return host === '[::1]' || host === '::1' || IPV4.test(host)
}

/** Whether a host name is below `localhost`: `shop.localhost`. */
export function isLocalhostName(hostname: string): boolean {
  return hostname.length > '.localhost'.length && hostname.toLowerCase().endsWith('.localhost')
}
