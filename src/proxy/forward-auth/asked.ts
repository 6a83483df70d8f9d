/** The request that another proxy asks about, as its `X-Forwarded-…` headers describe it. */
import { IncomingMessage } from 'node:http'
import { HallpassError } from '../../errors.ts'
import type { Exchange } from '../../http/exchange.ts'
import { IDENTITY_HEADERS, isReserved } from '../identity/headers.ts'
import { isMethodOverride } from '../method-override.ts'

/** A method (RFC 9110 section 9.1), as long as any that is registered. */
const METHOD = /^[A-Za-z-]{1,32}$/
/** A path and query of visible characters: two values that were joined have a space between. */
const URI = /^\/[!-~\u0080-\u00ff]*$/
/** A host and perhaps a port. */
const HOST = /^(\[[\da-f:.]+\]|[\w.-]+)(?::\d{1,5})?$/i
/** Traefik says `ws` and `wss` of a WebSocket. */
const PROTO = /^(?:http|ws)s?$/

const OVERWRITTEN: ReadonlySet<string> = new Set(IDENTITY_HEADERS)

/** The request that a visitor made. Its headers are those of the proxy's question. */
export class AskedExchange implements Exchange {
  readonly method: string
  readonly url: string
  /** The base URL that it is for. */
  readonly origin: string
  readonly #asking: Exchange
  readonly #host: string

  /**
   * @throws `bad_request` where one of the four headers is missing, there twice, or no such thing;
   *   where the host is that of no base URL; and where a client sent an identity header, or one
   *   that names another method, in a spelling that the proxy does not overwrite
   * @param origins - The base URLs.
   */
  constructor(asking: Exchange, origins: readonly string[]) {
    refuseSmuggled(asking)
    this.method = once(asking, 'x-forwarded-method', METHOD).toUpperCase()
    this.url = once(asking, 'x-forwarded-uri', URI)
    once(asking, 'x-forwarded-proto', PROTO)
    const origin = originOf(once(asking, 'x-forwarded-host', HOST).toLowerCase(), origins)
    if (origin === undefined) {
      throw new HallpassError('bad_request', 'HALLPASS_BASE_URL has no address of this host')
    }
    this.origin = origin
    this.#host = new URL(origin).host
    this.#asking = asking
  }

  get remoteAddress(): string | undefined {
    return this.#asking.remoteAddress
  }

  get request(): object | undefined {
    return this.#asking.request
  }

  /** Whether a WebSocket is to be opened: proxies keep these headers of it, if not `Upgrade`. */
  get isUpgrade(): boolean {
    if (this.method === 'CONNECT') return true
    return ['sec-websocket-key', 'sec-websocket-version', 'upgrade'].some(
      (name) => this.header(name) !== undefined,
    )
  }

  header(name: string): string | undefined {
    const isHost = name === 'host' || name === 'x-forwarded-host'
    return isHost ? this.#host : this.#asking.header(name)
  }
}

/** Proxies leave the port out, or say their own: it counts where the name alone does not tell. */
function originOf(host: string, origins: readonly string[]): string | undefined {
  const [, name] = HOST.exec(host) ?? []
  const named = origins.filter((origin) => new URL(origin).hostname === name)
  if (named.length === 1) return named[0]
  return named.find(
    (origin) => URL.parse(`${new URL(origin).protocol}//${host}`)?.origin === origin,
  )
}

/** The one value of a header. */
function once(asking: Exchange, name: string, pattern: RegExp): string {
  const value = asking.header(name)
  if (value === undefined || value === '') {
    throw new HallpassError('bad_request', `The proxy did not send ${name}`)
  }
  const times = namesOf(asking).filter((one) => one.toLowerCase() === name).length
  if (times > 1 || !pattern.test(value)) {
    throw new HallpassError('bad_request', `What the proxy sent as ${name} has no one meaning`)
  }
  return value
}

/** The proxy puts our answer in the place of the names as we write them, and of no other spelling. */
function refuseSmuggled(asking: Exchange): void {
  for (const name of namesOf(asking)) {
    const lower = name.toLowerCase()
    const isReadAsMethod = isMethodOverride(lower.replace(/[^a-z0-9]/g, '-'))
    if (isReserved(name) ? !OVERWRITTEN.has(lower) : isReadAsMethod && !isMethodOverride(lower)) {
      throw new HallpassError('bad_request', 'A header that only the guard may send was sent')
    }
  }
}

/** The names of all headers as they came. */
function namesOf({ request }: Exchange): readonly string[] {
  if (!(request instanceof IncomingMessage)) return []
  return request.rawHeaders.filter((_, index) => index % 2 === 0)
}
