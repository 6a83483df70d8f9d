/** So many things at once, so many that wait, and no more. */
import { HallpassError } from '../../errors.ts'

/**
 * Runs work that is expensive, a few at a time, in the order in which it came.
 *
 * @example
 * const slots = new Slots(2, 100)
 * const hash = await slots.run(() => argon2.hash(password))
 */
export class Slots {
  readonly #atOnce: number
  readonly #mayWait: number
  readonly #waiting: (() => void)[] = []
  #running = 0

  constructor(atOnce: number, mayWait: number) {
    this.#atOnce = atOnce
    this.#mayWait = mayWait
  }

  /** @throws HallpassError `rate_limited` when too many wait already; nothing was run then */
  async run<T>(work: () => Promise<T>): Promise<T> {
    await this.#turn()
    try {
      return await work()
    } finally {
      const next = this.#waiting.shift()
      // Who waits gets the place itself: nobody can slip in between.
      if (next === undefined) this.#running -= 1
      else next()
    }
  }

  async #turn(): Promise<void> {
    if (this.#running < this.#atOnce) {
      this.#running += 1
      return
    }
    if (this.#waiting.length >= this.#mayWait) {
      const message = 'Too many passwords are being checked; try again in a moment.'
      throw new HallpassError('rate_limited', message, { retryAfter: 1 })
    }
    await new Promise<void>((resolve) => this.#waiting.push(resolve))
  }
}
