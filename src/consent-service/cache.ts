/** Answers of the store that are kept for a moment. */

interface Kept<T> {
  readonly value: Promise<T>
  /** Until when `value` is given, in seconds since the epoch. */
  until: number
  /** The newest answer that there was. */
  last: T | undefined
}

/** The most answers that one cache keeps; the oldest goes first. */
const MAX_ANSWERS = 1000

/**
 * Keeps what `load` gave for a few seconds. Requests that ask for the same at the same time share
 * one query; a query that failed is not kept.
 *
 * @param seconds - How long an answer is kept, and so how late a change is seen.
 * @param now - Seconds since the epoch.
 */
export class Cache<T> {
  readonly #kept = new Map<string, Kept<T>>()
  readonly #load: (key: string) => Promise<T>
  readonly #seconds: number
  readonly #now: () => number

  constructor(load: (key: string) => Promise<T>, seconds: number, now: () => number) {
    this.#load = load
    this.#seconds = seconds
    this.#now = now
  }

  get(key: string): Promise<T> {
    const kept = this.#kept.get(key)
    const left = kept === undefined ? 0 : kept.until - this.#now()
    // More than the whole time is left only when the clock was put back.
    if (kept !== undefined && left > 0 && left <= this.#seconds) return kept.value
    return this.fresh(key)
  }

  /** Asks again, whatever is kept. */
  fresh(key: string): Promise<T> {
    const value = this.#load(key)
    const last = this.last(key)
    const kept: Kept<T> = { value, until: this.#now() + this.#seconds, last }
    this.#kept.delete(key)
    this.#kept.set(key, kept)
    if (this.#kept.size > MAX_ANSWERS) this.#dropOldest()
    value.then(
      (answer) => {
        kept.last = answer
      },
      () => {
        kept.until = 0
      },
    )
    return value
  }

  /** The newest answer that there was, however old: for when there is no other. */
  last(key: string): T | undefined {
    return this.#kept.get(key)?.last
  }

  #dropOldest(): void {
    const [oldest] = this.#kept.keys()
    if (oldest !== undefined) this.#kept.delete(oldest)
  }
}
