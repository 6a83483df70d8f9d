/** Says that the store is down: once, and not for every request that finds it so. */
import type { HallpassError } from '../errors.ts'
import type { Logger } from '../http/ports.ts'

/** So many seconds are told of in one line. */
const EVERY = 60

/** Logs outages of the store. */
export class OutageLog {
  readonly #now: () => number
  readonly #logger: Logger
  #said = Number.NEGATIVE_INFINITY
  #unsaid = 0

  /** @param now - Seconds since the epoch. */
  constructor(now: () => number, logger: Logger) {
    this.#now = now
    this.#logger = logger
  }

  /** A request was refused. A line a minute, which says how many more there were since the last. */
  tell({ message, code }: HallpassError): void {
    const now = this.#now()
    // A clock that was put back must not keep it silent.
    if (Math.abs(now - this.#said) < EVERY) {
      this.#unsaid += 1
      return
    }
    this.#logger.error(message, { code, ...(this.#unsaid > 0 && { more: this.#unsaid }) })
    this.#said = now
    this.#unsaid = 0
  }
}
