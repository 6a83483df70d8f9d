/** Counts tries by name in a store, so that all processes of an app count together. */
import { createHash } from 'node:crypto'
import { HallpassError } from '../../errors.ts'
import type { Store } from '../../stores/store.ts'

/** What is used of a store: as `Store` says, and so what refresh tokens are kept in is enough. */
export type TryStore = Pick<Store, 'get' | 'compareAndSet'>

/** How often something may be tried. */
export interface TryLimit {
  /** Tries that may come at once, after a pause. */
  readonly tries: number
  /** Seconds in which as many come back, one after the other. */
  readonly per: number
}

/** Others who count at the same moment write first; after so many of them it is too many. */
const MAX_CONFLICTS = 50
/** What sums of floating-point numbers may be wrong by, in seconds. */
const FORGIVEN = 1e-5

/**
 * A bucket of tries for each name (GCRA). What is kept of one is the moment at which it is full
 * again; until then, and no longer, it has an entry in the store. Names are hashed.
 *
 * @example
 * const wait = await tries.take('una')
 * if (wait > 0) throw new HallpassError('rate_limited', '…', { retryAfter: wait })
 */
export class Tries {
  readonly #store: TryStore
  readonly #kind: string
  readonly #limit: TryLimit
  readonly #now: () => number

  /**
   * @param kind - What is counted: a word of the program.
   * @param now - Seconds since the epoch.
   */
  constructor(store: TryStore, kind: string, limit: TryLimit, now: () => number) {
    this.#store = store
    this.#kind = kind
    this.#limit = limit
    this.#now = now
  }

  /**
   * Takes one try of a name: 0, or the seconds after which there is one again. One that is refused
   * is not counted.
   *
   * @throws HallpassError `store_unavailable`
   */
  async take(name: string): Promise<number> {
    const { tries, per } = this.#limit
    const wait = await this.#move(name, per / tries)
    return wait ?? 1
  }

  /** Gives a try back. */
  async giveBack(name: string): Promise<void> {
    await this.#move(name, -this.#limit.per / this.#limit.tries)
  }

  /** Seconds to wait; undefined: too many others counted meanwhile, and nothing was done. */
  async #move(name: string, by: number): Promise<number | undefined> {
    const { per } = this.#limit
    const key = `tries.${this.#kind}.${hashOf(name)}`
    for (let conflicts = 0; conflicts < MAX_CONFLICTS; conflicts += 1) {
      const entry = await this.#store.get(key)
      const now = this.#now()
      const next = fullAt(entry?.value, now, per) + by
      const wait = next - now - per
      if (wait > FORGIVEN) return wait
      const left = next - now
      if (left <= 0 && entry === undefined) return 0
      const ttl = Math.max(left, 0.001)
      if (await this.#store.compareAndSet(key, entry?.version, String(next), { ttl })) return 0
    }
    return undefined
  }
}

/** Never later than an empty bucket is full: a clock that is ahead locks nobody out for longer. */
function fullAt(kept: unknown, now: number, per: number): number {
  if (kept === undefined) return now
  const time = typeof kept === 'string' ? Number(kept) : Number.NaN
  return Number.isFinite(time) ? Math.min(Math.max(time, now), now + per) : now + per
}

/** A name as it may be part of a key: stores keep keys as they are. */
export function hashOf(name: string): string {
  return createHash('sha256').update(name, 'utf16le').digest('base64url')
}

/** @throws HallpassError `rate_limited` where there is something to wait for */
export function refuseTries(wait: number): void {
  if (wait <= 0) return
  throw new HallpassError('rate_limited', 'Too many tries; wait a moment.', { retryAfter: wait })
}
