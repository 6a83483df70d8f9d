/** Says what is wrong without saying it for every request. */
import type { Logger } from '../../http/ports.ts'

/** Seconds for which the same is not said again. */
const PAUSE = 60
/** Different things that are remembered as said. */
const MAX_SAID = 50

/** Warnings about something that may go on for a while. */
export class Complaints {
  readonly #logger: Logger
  readonly #now: () => number
  readonly #said = new Map<string, number>()

  constructor(logger: Logger, now: () => number) {
    this.#logger = logger
    this.#now = now
  }

  /** Warns, and never again of the same. */
  once(message: string): void {
    this.#warn(message, undefined, Number.POSITIVE_INFINITY)
  }

  /** Warns, unless the same was said within the last minute. */
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void {
    this.#warn(message, fields, PAUSE)
  }

  #warn(
    message: string,
    fields: Readonly<Record<string, unknown>> | undefined,
    pause: number,
  ): void {
    const what = `${message} ${JSON.stringify(fields)}`
    const now = this.#now()
    const age = now - (this.#said.get(what) ?? Number.NEGATIVE_INFINITY)
    if (age >= 0 && age < pause) return
    if (this.#said.size >= MAX_SAID) this.#said.clear()
    this.#said.set(what, now)
    this.#logger.warn(message, fields)
  }
}
