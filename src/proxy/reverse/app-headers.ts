/** The headers that go to an app, and those that are added to its answer. */
import type { Exchange, HeaderList } from '../../http/exchange.ts'
import type { Logger } from '../../http/ports.ts'
import type { PublicUrls } from '../../http/public-url.ts'
import type { Visitor, VisitorAuth } from '../../pass/types.ts'
import { type IdentityHeader, identityHeaders } from '../identity/headers.ts'
import type { Admitted } from './admitted.ts'
import type { Additions } from './answer-headers.ts'
import { addForwarded, type PublicAddress, publicAddress } from './forwarded-headers.ts'
import type { OwnCookies } from './own-cookies.ts'
import { addAll, clientHeaders, type RequestHeaders } from './request-headers.ts'
import type { Route } from './routing.ts'

const NOBODY: HeaderList = Object.freeze([])

/** Makes the headers of requests and answers. */
export class AppHeaders {
  readonly #urls: PublicUrls
  readonly #cookies: OwnCookies
  readonly #wanted: readonly IdentityHeader[]
  readonly #logger: Logger
  readonly #addresses = new Map<string, PublicAddress>()
  /** What was made of a session's identity; the same object is there with every request of it. */
  readonly #identities = new WeakMap<VisitorAuth, HeaderList>()
  /** Apps that tried to set a cookie of the guard's: one line each. */
  readonly #accused = new Set<string>()

  constructor(
    urls: PublicUrls,
    cookies: OwnCookies,
    wanted: readonly IdentityHeader[],
    logger: Logger,
  ) {
    this.#urls = urls
    this.#cookies = cookies
    this.#wanted = wanted
    this.#logger = logger
  }

  /** The public address that a request came to. */
  addressOf(exchange: Exchange): PublicAddress {
    const origin = this.#urls.baseUrlFor(exchange)
    const known = this.#addresses.get(origin)
    if (known !== undefined) return known
    const address = publicAddress(origin)
    this.#addresses.set(origin, address)
    return address
  }

  /** What an app gets: what the client may say, then what the guard says. */
  request({ upstream }: Route, { exchange, visitor }: Admitted): RequestHeaders {
    const { headers: sent, url } = exchange
    const address = this.addressOf(exchange)
    const headers = clientHeaders(sent, this.#cookies)
    // Explicit, so that the body is framed whatever the method is.
    if (sent['transfer-encoding'] !== undefined) {
      headers['transfer-encoding'] = 'chunked'
      delete headers['content-length']
    }
    headers.host = upstream.ownHost ?? address.host
    addForwarded(headers, exchange, address, this.#urls.isForwarded(exchange))
    if (upstream.stripPath) headers['x-forwarded-prefix'] = url.slice(0, upstream.prefix.length)
    if (visitor !== undefined) addAll(headers, this.#identityOf(visitor))
    return headers
  }

  /** What an answer gets beside what the app says. */
  answer({ upstream }: Route, admitted: Admitted): Additions {
    return {
      defaults: admitted.headers,
      committed: admitted.commit(),
      cookies: this.#cookies,
      onOwnCookie: () => this.#accuse(upstream.name),
    }
  }

  #identityOf(visitor: Visitor): HeaderList {
    const { auth } = visitor
    if (auth === undefined) return NOBODY
    const known = this.#identities.get(auth)
    if (known !== undefined) return known
    const headers = identityHeaders(visitor, this.#wanted)
    this.#identities.set(auth, headers)
    return headers
  }

  #accuse(upstream: string): void {
    if (this.#accused.has(upstream)) return
    this.#accused.add(upstream)
    const message = 'an app tried to set a cookie of hallpass: it is left out of the answers'
    this.#logger.error(message, { upstream })
  }
}
