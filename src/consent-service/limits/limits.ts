/** How many requests the service takes: by API key, and by address. */
import { HallpassError } from '../../errors.ts'
import { Buckets, type Rate } from './buckets.ts'
import { networkOf } from './network.ts'

/** What can be limited. Generous: they are there for what is broken or hostile. */
export interface LimitOptions {
  /**
   * Visitors' browsers, by address (IPv6 by /64): the session and the pages. Default: 20 a second,
   * 400 at once, since a company or a mobile network can be behind one address.
   */
  readonly visitors?: Rate
  /** Sites, by API key. Default: 5,000 a second, 10,000 at once. */
  readonly sites?: Rate
  /** Requests with a key that is not taken, by address. Default: 2 a second, 40 at once. */
  readonly badKeys?: Rate
}

/** Which limit was hit. */
export type LimitName = keyof LimitOptions

const DEFAULTS: Readonly<Record<LimitName, Rate>> = {
  visitors: { perSecond: 20, burst: 400 },
  sites: { perSecond: 5000, burst: 10_000 },
  badKeys: { perSecond: 2, burst: 40 },
}

/** The limits of one instance of the service. */
export class Limits {
  readonly #buckets: Readonly<Record<LimitName, Buckets>>
  readonly #onLimited: (name: LimitName) => void

  /**
   * @param now - Seconds since the epoch.
   * @param onLimited - Called for each request that is refused.
   */
  constructor(options: LimitOptions, now: () => number, onLimited: (name: LimitName) => void) {
    const make = (name: LimitName) => new Buckets(options[name] ?? DEFAULTS[name], now)
    this.#buckets = {
      visitors: make('visitors'),
      sites: make('sites'),
      badKeys: make('badKeys'),
    }
    this.#onLimited = onLimited
  }

  /** @throws `rate_limited` */
  byAddress(name: 'visitors' | 'badKeys', address: string | undefined): void {
    this.#take(name, networkOf(address))
  }

  /** @throws `rate_limited` */
  bySite(siteId: string): void {
    this.#take('sites', siteId)
  }

  #take(name: LimitName, who: string): void {
    const wait = this.#buckets[name].take(who)
    if (wait === 0) return
    this.#onLimited(name)
    throw new HallpassError('rate_limited', 'Too many requests; wait a moment.', {
      retryAfter: wait,
    })
  }
}
