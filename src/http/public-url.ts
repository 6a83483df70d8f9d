/**
 * Under which address the world sees this service, and who is asking. The configured base URL
 * comes first; what a proxy forwards counts only when the proxy is trusted.
 */
import { HallpassError } from '../errors.ts'
import type { Exchange } from './exchange.ts'
import { forwardedValues, plainAddress } from './forwarded.ts'
import { isLoopbackHost } from './loopback.ts'
import { clientAddressOf, trustIn, validateTrustedProxy } from './trusted-proxies.ts'

/** Where the service is, and which proxies stand before it. */
export interface PublicUrlOptions {
  /** `https://shop.example`; several when it answers under several names, the main one first. */
  readonly baseUrl: string | readonly string[]
  /** Addresses (`10.0.0.7`), CIDR ranges (`10.0.0.0/8`, `fd00::/8`), or `loopback`. Default: none. */
  readonly trustedProxies?: readonly string[]
}

/** Answers about the public address of a request. */
export interface PublicUrls {
  /** All base URLs, without a slash at their ends, the main one first. */
  readonly origins: readonly string[]
  /**
   * The base URL for a request, without a slash at its end: the configured one whose host the
   * request names, else the first one. `X-Forwarded-Host` and `Forwarded` count only when they
   * come from a trusted proxy; a host that is not configured is never used.
   */
  baseUrlFor(exchange: Exchange): string
  /**
   * The address of the client: the peer's, or, when that is a trusted proxy, the nearest address
   * in `X-Forwarded-For` (or `Forwarded`) that is not one.
   */
  clientAddress(exchange: Exchange): string | undefined
  /** Whether a trusted proxy asks: what it forwards can be believed. */
  isForwarded(exchange: Exchange): boolean
}

/**
 * Public addresses from the configuration.
 *
 * @throws `invalid_config` naming every base URL and proxy that is wrong.
 * @example
 * publicUrls({ baseUrl: 'https://shop.example', trustedProxies: ['loopback'] })
 */
export function publicUrls(options: PublicUrlOptions): PublicUrls {
  const baseUrls = typeof options.baseUrl === 'string' ? [options.baseUrl] : options.baseUrl
  const proxies = options.trustedProxies ?? []
  check(baseUrls, proxies)
  const origins = baseUrls.map((value) => new URL(value).origin)
  const [first = ''] = origins
  const byHost = hosts(origins)
  const isTrusted = trustIn(proxies)

  return {
    origins,
    baseUrlFor(exchange) {
      if (origins.length === 1) return first
      if (isTrusted(plainAddress(exchange.remoteAddress))) {
        for (const host of forwardedValues(exchange, 'host').reverse()) {
          const forwarded = byHost.get(host.toLowerCase())
          if (forwarded !== undefined) return forwarded
        }
      }
      return byHost.get(exchange.header('host')?.toLowerCase() ?? '') ?? first
    },
    clientAddress: (exchange) => clientAddressOf(exchange, isTrusted),
    isForwarded: (exchange) => isTrusted(plainAddress(exchange.remoteAddress)),
  }
}

/** What is wrong with a base URL and what to write instead; undefined when it is right. */
export function validateBaseUrl(value: string): string | undefined {
  const url = URL.parse(value)
  const bare = URL.parse(`http://${value}`)
  // `localhost:3000` reads as a URL of the scheme `localhost:`.
  if (bare !== null && isLoopbackHost(bare.hostname) && !value.includes('://')) {
    return `has no scheme: write ${bare.origin}`
  }
  if (url === null) return 'is not a URL; write one like https://shop.example'
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'must start with https://'
  if (url.protocol === 'http:' && !isLoopbackHost(url.hostname)) {
    return 'must start with https://; http is for localhost, *.localhost and loopback addresses only'
  }
  if (url.username !== '' || url.password !== '') return 'must not hold a user name or password'
  if (url.pathname !== '/') return 'must not have a path; routes are set in "routes"'
  if (/[?#]/.test(value)) return 'must not have a query or fragment'
  return undefined
}

function check(baseUrls: readonly string[], proxies: readonly string[]): void {
  const issues = [
    ...(baseUrls.length === 0 ? [{ path: 'baseUrl', message: 'must name at least one URL' }] : []),
    ...baseUrls.map((value, index) => ({
      path: baseUrls.length > 1 ? `baseUrl[${index}]` : 'baseUrl',
      message: validateBaseUrl(value) ?? '',
    })),
    ...proxies.map((value) => ({
      path: 'trustedProxies',
      message: validateTrustedProxy(value) ?? '',
    })),
  ].filter((issue) => issue.message !== '')
  if (issues.length === 0) return
  const text = issues.map(({ path, message }) => `${path} ${message}`).join('; ')
  throw new HallpassError('invalid_config', `${text}.`, { issues })
}

/** The origins by the host that a request names, with and without the default port. */
function hosts(origins: readonly string[]): Map<string, string> {
  const byHost = new Map<string, string>()
  for (const origin of origins) {
    const { host, port, protocol } = new URL(origin)
    const names = port === '' ? [host, `${host}:${protocol === 'https:' ? 443 : 80}`] : [host]
    for (const name of names) if (!byHost.has(name)) byHost.set(name, origin)
  }
  return byHost
}
