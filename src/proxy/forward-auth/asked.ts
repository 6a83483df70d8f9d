/** The request that another proxy asks about, as its `X-Forwarded-…` headers describe it. */
import { IncomingMessage } from 'node:http'
import { HallpassError } from '../../errors.ts'
import type { Exchange } from '../../http/exchange.ts'
import { IDENTITY_HEADERS, isReserved } from '../identity/headers.ts'

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
  readonly #asking: Exchange
  readonly #host: string

  /**
   * @throws `bad_request` where one of the four headers is missing, there twice, or no such thing;
   *   where the host is not that of `baseUrl`; and where a client sent an identity header in a
   *   spelling that the proxy does not overwrite
   */
  constructor(asking: Exchange, baseUrl: string) {
    refuseSmuggled(asking)
    this.method = once(asking, 'x-forwarded-method', METHOD).toUpperCase()
    this.url = once(asking, 'x-forwarded-uri', URI)
    this.#host = once(asking, 'x-forwarded-host', HOST)
    once(asking, 'x-forwarded-proto', PROTO)
    const [, name = ''] = HOST.exec(this.#host) ?? []
    if (name.toLowerCase() !== new URL(baseUrl).hostname) {
      throw new HallpassError('bad_request', 'HALLPASS_BASE_URL is the address of another host')
    }
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
    return name === 'host' ? this.#host : this.#asking.header(name)
  }
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
    if (isReserved(name) && !OVERWRITTEN.has(name.toLowerCase())) {
      throw new HallpassError('bad_request', 'A header that only the guard may send was sent')
    }
  }
}

/** The names of all headers as they came. */
function namesOf({ request }: Exchange): readonly string[] {
  if (!(request instanceof IncomingMessage)) return []
  return request.rawHeaders.filter((_, index) => index % 2 === 0)
}
