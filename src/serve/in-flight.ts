/** Requests that are being answered, so that a stop can wait for them. */
import { setTimeout as wait } from 'node:timers/promises'

/** Counts work that has begun and not ended. */
export class InFlight {
  #count = 0
  #onNone: (() => void) | undefined

  async track<T>(work: Promise<T>): Promise<T> {
    this.#count++
    try {
      return await work
    } finally {
      this.#count--
      if (this.#count === 0) this.#onNone?.()
    }
  }

  /** Resolves when nothing is left, after so many seconds at the latest. */
  async drained(seconds: number): Promise<void> {
    if (this.#count === 0) return
    const none = new Promise<void>((resolve) => {
      this.#onNone = resolve
    })
    const late = new AbortController()
    await Promise.race([none, wait(seconds * 1000, undefined, { signal: late.signal })])
    late.abort()
  }
}
