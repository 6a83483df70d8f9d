/** Token buckets, one for each name, in a bounded map. */

/** How many requests are let through. */
export interface Rate {
  /** Requests a second that are let through in the long run. */
  readonly perSecond: number
  /** Requests that may come at once after a pause. */
  readonly burst: number
}

/** The most names that are remembered; the one that was seen least lately goes first. */
const MAX_NAMES = 10_000
/** What sums of floating-point numbers may be wrong by, in seconds. */
const FORGIVEN = 1e-5

/**
 * Counts requests by name.
 *
 * @param now - Seconds since the epoch.
 * @example
 * const buckets = new Buckets({ perSecond: 20, burst: 200 }, now)
 * const wait = buckets.take('192.0.2.7')
 * if (wait > 0) throw new HallpassError('rate_limited', '…', { retryAfter: wait })
 */
export class Buckets {
  readonly #rate: Rate
  readonly #now: () => number
  /** When each bucket is full again, in seconds: all that there is to know of one. */
  readonly #fullAt = new Map<string, number>()

  constructor(rate: Rate, now: () => number) {
    this.#rate = rate
    this.#now = now
  }

  /** Takes one token of a name: 0, or the seconds after which there is one again. */
  take(name: string): number {
    const { perSecond, burst } = this.#rate
    const now = this.#now()
    const longest = burst / perSecond
    const kept = this.#fullAt.get(name) ?? now
    // Later than an empty bucket is full: the clock was put back, and nobody is locked out by it.
    const fullAt = kept > now + longest + FORGIVEN ? now : Math.max(kept, now)
    const next = fullAt + 1 / perSecond
    const wait = next - now - longest
    if (wait > FORGIVEN) return wait
    // Set anew, so that the map stays in the order of use.
    this.#fullAt.delete(name)
    this.#fullAt.set(name, next)
    if (this.#fullAt.size > MAX_NAMES) this.#dropOldest()
    return 0
  }

  /** Gives a token back that was taken for nothing. */
  giveBack(name: string): void {
    const fullAt = this.#fullAt.get(name)
    if (fullAt !== undefined) this.#fullAt.set(name, fullAt - 1 / this.#rate.perSecond)
  }

  #dropOldest(): void {
    const [oldest] = this.#fullAt.keys()
    if (oldest !== undefined) this.#fullAt.delete(oldest)
  }
}
