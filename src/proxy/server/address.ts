/** Where the world reaches the server, when the environment does not say it, and what contradicts it. */
import type { ConfigIssue } from '../../errors.ts'
import { isLoopbackHost } from '../../http/loopback.ts'
import type { ServerSettings } from './settings.ts'

/** What is needed of the settings. */
type Listening = Pick<ServerSettings, 'host' | 'port' | 'tls' | 'forwardAuth'>

/**
 * The public address of a server that listens on a loopback address and was given none: browsers
 * of this machine know it as `localhost`.
 *
 * @param port - The one that it got.
 * @example
 * ownAddress({ host: '127.0.0.1', port: 8701, tls: undefined }) // 'http://localhost:8701'
 */
export function ownAddress({ host, tls }: Listening, port: number): string {
  const scheme = tls === undefined ? 'http' : 'https'
  const name = host === '127.0.0.1' || host === '::1' || !isLoopbackHost(host) ? 'localhost' : host
  return `${scheme}://${name}:${port}`
}

/**
 * What is wrong with public addresses, and with the lack of one.
 *
 * @param baseUrls - Undefined: none was given.
 */
export function addressIssues(
  settings: Listening,
  baseUrls: readonly string[] | undefined,
): ConfigIssue[] {
  const path = 'HALLPASS_BASE_URL'
  const { host, tls, forwardAuth } = settings
  if (baseUrls === undefined) {
    if (forwardAuth) {
      const why = 'another proxy answers visitors'
      const message = `is missing: ${why}: say at which address, such as https://app.example`
      return [{ path, message }]
    }
    if (isLoopbackHost(host)) return []
    const why = `HALLPASS_HOST ${host} lets others in`
    const message = `is missing: ${why}: say which address visitors see, such as https://app.example`
    return [{ path, message }]
  }
  if (tls !== undefined && baseUrls.some((url) => /^http:/i.test(url))) {
    const message = 'begins with http://, and HALLPASS_TLS_CERT lets this server speak https only'
    return [{ path, message }]
  }
  return []
}

/** Whether an upstream's address is that of this very server: a request would go in a circle. */
export function isOurselves(
  url: string,
  settings: Listening,
  baseUrls: readonly string[],
): boolean {
  const upstream = URL.parse(url)
  if (upstream === null || !/^https?:$/.test(upstream.protocol)) return false
  if (baseUrls.some((base) => upstream.origin === URL.parse(base)?.origin)) return true
  const { host, port } = settings
  if (portOf(upstream) !== port) return false
  const name = upstream.hostname.replace(/^\[(.*)\]$/, '$1')
  if (name === host) return true
  const isEverywhere = host === '0.0.0.0' || host === '::'
  const isHere = isLoopbackHost(name) || name === '0.0.0.0' || name === '::'
  return isHere && (isEverywhere || isSameLoopback(name, host))
}

/** `localhost` is any address of this machine; two other loopback addresses are two servers. */
function isSameLoopback(name: string, host: string): boolean {
  return (
    isLoopbackHost(host) &&
    (/^(.*\.)?localhost$|^0\.0\.0\.0$|^::$/.test(name) || host === 'localhost')
  )
}

function portOf({ port, protocol }: URL): number {
  if (port !== '') return Number(port)
  return protocol === 'https:' ? 443 : 80
}
