/** Answers of the store that are kept for a moment. */

interface Kept<T> {
  readonly value: Promise<T>
  readonly answer: T
  /** Until when `value` is given, in seconds since the epoch. */
  readonly until: number
}

/** How answers are kept. */
export interface CacheOptions<T> {
  /** How long an answer is kept, and so how late a change is seen. */
  readonly seconds: number
  /** Seconds since the epoch. */
  readonly now: () => number
  /** Which answers are kept. Default: all. */
  readonly keeps?: (answer: T) => boolean
}

/** The most answers that one cache keeps; the oldest goes first. */
const MAX_ANSWERS = 1000
/** How often at most an answer is asked for again that is kept still, in seconds. */
const AGAIN_SECONDS = 1

/**
 * Keeps what `load` gave for a few seconds. Requests that ask for the same at the same time share
 * one query; a query that failed is not kept.
 */
export class Cache<T> {
  readonly #load: (key: string) => Promise<T>
  readonly #options: CacheOptions<T>
  readonly #kept = new Map<string, Kept<T>>()
  /** The newest query for each key that is under way. */
  readonly #asking = new Map<string, Promise<T>>()
  /** When a key was asked for again; in use for few keys. */
  readonly #again = new Map<string, number>()

  constructor(load: (key: string) => Promise<T>, options: CacheOptions<T>) {
    this.#load = load
    this.#options = options
  }

  get(key: string): Promise<T> {
    return this.#valid(key)?.value ?? this.#asking.get(key) ?? this.#ask(key)
  }

  /**
   * Asks again, though an answer is kept, for somebody who knows of something newer: once a second
   * at most, since anybody may say so.
   */
  again(key: string): Promise<T> {
    const now = this.#options.now()
    const since = now - (this.#again.get(key) ?? Number.NEGATIVE_INFINITY)
    if (since >= 0 && since < AGAIN_SECONDS) return this.#asking.get(key) ?? this.get(key)
    this.#again.set(key, now)
    return this.#ask(key)
  }

  /** The newest answer that is kept, however old: for when there is no other. */
  last(key: string): T | undefined {
    return this.#kept.get(key)?.answer
  }

  /** Forgets everything: it was changed here. A query that is under way is not kept either. */
  clear(): void {
    this.#kept.clear()
    this.#asking.clear()
    this.#again.clear()
  }

  #valid(key: string): Kept<T> | undefined {
    const kept = this.#kept.get(key)
    const left = kept === undefined ? 0 : kept.until - this.#options.now()
    // More than the whole time is left only when the clock was put back.
    return left > 0 && left <= this.#options.seconds ? kept : undefined
  }

  #ask(key: string): Promise<T> {
    const { seconds, now, keeps } = this.#options
    const until = now() + seconds
    const value = this.#load(key)
    this.#asking.set(key, value)
    const isNewest = () => this.#asking.get(key) === value
    value.then(
      (answer) => {
        if (!isNewest()) return
        this.#asking.delete(key)
        this.#kept.delete(key)
        if (keeps === undefined || keeps(answer)) this.#keep(key, { value, answer, until })
      },
      () => {
        if (isNewest()) this.#asking.delete(key)
      },
    )
    return value
  }

  #keep(key: string, kept: Kept<T>): void {
    this.#kept.set(key, kept)
    if (this.#kept.size <= MAX_ANSWERS) return
    const [oldest] = this.#kept.keys()
    if (oldest !== undefined) this.#kept.delete(oldest)
  }
}
