/** A value fetched at need and kept: one fetch at a time, the old value while its source is down. */

/** Seconds between two tries at a source that failed. */
const BACK_OFF = 5

/** Keeps what `load` gave for so many seconds, and longer while `load` fails (stale-if-error). */
export class Refreshed<T> {
  readonly #seconds: number
  readonly #now: () => number
  readonly #load: () => Promise<T>
  #value: { readonly value: T; readonly at: number } | undefined
  #loading: Promise<T> | undefined
  #failed: { readonly error: unknown; readonly at: number } | undefined

  constructor(seconds: number, now: () => number, load: () => Promise<T>) {
    this.#seconds = seconds
    this.#now = now
    this.#load = load
  }

  /** The value; rejects only when there never was one. */
  async get(): Promise<T> {
    const fresh = this.fresh()
    if (fresh !== undefined) return fresh
    const kept = this.#value
    const failed = this.#failed
    // A source that just failed is left in peace, and nobody waits for its time-out again.
    if (failed !== undefined && this.#now() - failed.at < BACK_OFF) {
      if (kept !== undefined) return kept.value
      throw failed.error
    }
    try {
      return await this.reload()
    } catch (error) {
      if (kept !== undefined) return kept.value
      throw error
    }
  }

  /** Fetches now, or joins the fetch under way. */
  reload(): Promise<T> {
    this.#loading ??= this.#fetch().finally(() => {
      this.#loading = undefined
    })
    return this.#loading
  }

  /** The value while it is not yet time to fetch it again. */
  fresh(): T | undefined {
    const kept = this.#value
    return kept !== undefined && this.#now() - kept.at < this.#seconds ? kept.value : undefined
  }

  /** The value as it is, without asking anybody. */
  peek(): T | undefined {
    return this.#value?.value
  }

  async #fetch(): Promise<T> {
    try {
      const value = await this.#load()
      this.#value = { value, at: this.#now() }
      this.#failed = undefined
      return value
    } catch (error) {
      this.#failed = { error, at: this.#now() }
      throw error
    }
  }
}
