/** What an app is told about how a request came: `X-Forwarded-…`, and `Forwarded` (RFC 7239). */
import { isIP } from 'node:net'
import type { Exchange } from '../../http/exchange.ts'
import { plainAddress } from '../../http/forwarded.ts'

/** The public address that a request came to. */
export interface PublicAddress {
  /** `https` or `http`. */
  readonly proto: string
  /** With its port, unless that is the scheme's own. */
  readonly host: string
  readonly port: string
}

/** The parts of an origin. */
export function publicAddress(origin: string): PublicAddress {
  const { protocol, host, port } = new URL(origin)
  const proto = protocol.slice(0, -1)
  return { proto, host, port: port || (proto === 'https' ? '443' : '80') }
}

/** What only a proxy may say, and a client may not: dropped, and said anew. */
export function isForwarding(name: string): boolean {
  return name.startsWith('x-forwarded-') || DROPPED.has(name)
}

/**
 * Those after `forwarded` name another client, path or folder than the guard saw; `proxy` becomes
 * `HTTP_PROXY` in programs that are run by CGI (CVE-2016-5385).
 */
const DROPPED: ReadonlySet<string> = new Set([
  'proxy',
  'x-forwarded',
  'forwarded-for',
  'client-ip',
  'x-scheme',
  'script-name',
  'x-script-name',
  'x-sendfile-type',
  'x-accel-mapping',
  'forwarded',
  'x-real-ip',
  'x-client-ip',
  'true-client-ip',
  'x-original-host',
  'x-original-method',
  'x-original-uri',
  'x-original-url',
  'x-rewrite-url',
])

/**
 * Adds the headers. What a trusted proxy said of the hops before it is kept; what anybody else
 * said is not.
 */
export function addForwarded(
  headers: Record<string, string | string[]>,
  exchange: Exchange,
  { proto, host, port }: PublicAddress,
  isTrusted: boolean,
): void {
  const peer = plainAddress(exchange.remoteAddress) ?? 'unknown'
  const node = isIP(peer) === 6 ? `"[${peer}]"` : peer
  const element = `for=${node};host="${host}";proto=${proto}`
  const before = isTrusted ? exchange.header('x-forwarded-for') : undefined
  const forwarded = isTrusted ? exchange.header('forwarded') : undefined
  headers['x-forwarded-for'] = before ? `${before}, ${peer}` : peer
  headers['x-forwarded-proto'] = proto
  headers['x-forwarded-host'] = host
  headers['x-forwarded-port'] = port
  headers.forwarded = forwarded ? `${forwarded}, ${element}` : element
}
