/** How many requests the service takes: by API key, by address, and by visitor. */
import { HallpassError } from '../../errors.ts'
import { Buckets, type Rate } from '../../http/limits/buckets.ts'
import { networkOf } from '../../http/limits/network.ts'

/** What can be limited. Generous: they are there for what is broken or hostile. */
export interface LimitOptions {
  /**
   * Visitors' browsers, by address (IPv6 by /64, and 16 times as many by /48): the session and the
   * pages. Default: 20 a second, 400 at once, since a company or a mobile network can be behind one
   * address.
   */
  readonly visitors?: Rate
  /** Sites, by API key. Default: 5,000 a second, 10,000 at once. */
  readonly sites?: Rate
  /** Requests with a key that is not taken, by address likewise. Default: 2 a second, 40 at once. */
  readonly badKeys?: Rate
  /**
   * Choices and signals of one visitor, whoever sends them: each is an entry of the log for ever.
   * Default: 1 a second, 20 at once.
   */
  readonly choices?: Rate
}

/** Which limit was hit. */
export type LimitName = keyof LimitOptions

const DEFAULTS: Readonly<Record<LimitName, Rate>> = {
  visitors: { perSecond: 20, burst: 400 },
  sites: { perSecond: 5000, burst: 10_000 },
  badKeys: { perSecond: 2, burst: 40 },
  choices: { perSecond: 1, burst: 20 },
}
/** How many times as much a /48 of IPv6 may do as one of its 65,536 /64. */
const WIDER = 16

type ByAddress = 'visitors' | 'badKeys'

/** The limits of one instance of the service. */
export class Limits {
  readonly #buckets: Readonly<Record<LimitName, Buckets>>
  readonly #wider: Readonly<Record<ByAddress, Buckets>>
  readonly #onLimited: (name: LimitName) => void

  /**
   * @param now - Seconds since the epoch.
   * @param onLimited - Called for each request that is refused.
   */
  constructor(options: LimitOptions, now: () => number, onLimited: (name: LimitName) => void) {
    const make = (name: LimitName, times = 1) => {
      const { perSecond, burst } = options[name] ?? DEFAULTS[name]
      return new Buckets({ perSecond: perSecond * times, burst: burst * times }, now)
    }
    this.#buckets = {
      visitors: make('visitors'),
      sites: make('sites'),
      badKeys: make('badKeys'),
      choices: make('choices'),
    }
    this.#wider = { visitors: make('visitors', WIDER), badKeys: make('badKeys', WIDER) }
    this.#onLimited = onLimited
  }

  /** @throws `rate_limited` */
  byAddress(name: ByAddress, address: string | undefined): void {
    const network = networkOf(address)
    this.#take(name, this.#buckets[name], network)
    if (isOfIPv6(network)) this.#take(name, this.#wider[name], networkOf(address, 48))
  }

  /** Undoes `byAddress`, for a request that turned out to be none of that kind. */
  giveBack(name: ByAddress, address: string | undefined): void {
    const network = networkOf(address)
    this.#buckets[name].giveBack(network)
    if (isOfIPv6(network)) this.#wider[name].giveBack(networkOf(address, 48))
  }

  /** @throws `rate_limited` */
  bySite(siteId: string): void {
    this.#take('sites', this.#buckets.sites, siteId)
  }

  /** For what is recorded. @throws `rate_limited` */
  byVisitor(visitor: string): void {
    this.#take('choices', this.#buckets.choices, visitor)
  }

  #take(name: LimitName, buckets: Buckets, who: string): void {
    const wait = buckets.take(who)
    if (wait === 0) return
    this.#onLimited(name)
    throw new HallpassError('rate_limited', 'Too many requests; wait a moment.', {
      retryAfter: wait,
    })
  }
}

function isOfIPv6(network: string): boolean {
  return network.endsWith('::/64')
}
