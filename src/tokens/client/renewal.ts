/** Renewal: one at a time, in all tabs; refused ones end the session, failed ones wait. */
import { HallpassError, isHallpassError } from '../../errors.ts'
import { conditionOf, type Kept, keptOf } from './kept.ts'
import type { CheckedOptions } from './options.ts'
import { alone, pause } from './tabs.ts'
import type { Vault } from './vault.ts'
import { errorOf, post } from './wire.ts'

/** The longest wait after failures in a row, in seconds, where the service does not say one. */
const LONGEST_WAIT = 60

/** For how long what another tab has written may be on its way, in milliseconds. */
const ON_ITS_WAY = 500

/** Tokens; undefined: the session is over; or why neither is known. */
type Outcome = Kept | undefined | HallpassError

/** The renewals of a client. */
export class Renewal {
  readonly #options: CheckedOptions
  readonly #vault: Vault
  readonly #lock: string
  #running: Promise<Outcome> | undefined
  #failures = 0
  #failed: { readonly at: number; readonly wait: number; readonly error: HallpassError } | undefined

  constructor(options: CheckedOptions, vault: Vault, lock: string) {
    this.#options = options
    this.#vault = vault
    this.#lock = lock
  }

  /**
   * Other tokens than `old`, as soon as there are any; undefined when the session is over.
   *
   * @throws HallpassError `service_unavailable`, `rate_limited` and others: it may go on later
   */
  async next(old: Kept): Promise<Kept | undefined> {
    const work = (waited = false) => this.#renew(old, waited).catch(unexpected)
    this.#running ??= (this.#vault.isShared ? alone(this.#lock, work) : work()).finally(() => {
      this.#running = undefined
    })
    const outcome = await this.#running
    if (outcome instanceof HallpassError) throw outcome
    return outcome
  }

  async #renew(old: Kept, waited: boolean): Promise<Outcome> {
    const { now, paths, renewBefore } = this.#options
    const kept = waited ? await this.#news(old) : await this.#vault.look()
    if (kept === undefined) return undefined
    // Another tab was first.
    if (kept.token !== old.token && conditionOf(kept, now(), renewBefore) === 'good') return kept
    const waiting = this.#waiting()
    if (waiting !== undefined) return waiting
    const askedAt = now()
    const answer = await post(this.#options, paths.renew, {
      refreshToken: kept.refreshToken,
    }).catch(unexpected)
    if (answer instanceof HallpassError) return this.#fail(answer)
    const renewed = answer.status === 200 ? keptOf(answer.json, askedAt) : undefined
    if (renewed === undefined && answer.status !== 401) {
      return this.#fail(errorOf(answer, paths.renew))
    }
    this.#failures = 0
    this.#failed = undefined
    // Who logged out or in meanwhile has said what holds.
    const meanwhile = await this.#vault.look()
    if (meanwhile?.refreshToken !== kept.refreshToken) return meanwhile
    if (renewed === undefined) await this.#vault.clear(false)
    else await this.#vault.put(renewed)
    return renewed
  }

  /** What is kept, with some time for what another tab has done about `old`. */
  async #news(old: Kept): Promise<Kept | undefined> {
    const start = performance.now()
    for (;;) {
      const kept = await this.#vault.look()
      if (kept?.token !== old.token || performance.now() - start > ON_ITS_WAY) return kept
      await pause(10)
    }
  }

  /** Why nothing is asked now; undefined when the wait is over, or the clock was set back. */
  #waiting(): HallpassError | undefined {
    if (this.#failed === undefined) return undefined
    const { at, wait, error } = this.#failed
    const passed = this.#options.now() - at
    return passed >= 0 && passed < wait ? retryIn(error, wait - passed) : undefined
  }

  #fail(error: HallpassError): HallpassError {
    const wait = error.retryAfter ?? Math.min(LONGEST_WAIT, 2 ** this.#failures)
    this.#failures += 1
    this.#failed = { at: this.#options.now(), wait, error }
    return retryIn(error, wait)
  }
}

function retryIn({ code, message, cause }: HallpassError, wait: number): HallpassError {
  return new HallpassError(code, message, { cause, retryAfter: Math.ceil(wait) })
}

function unexpected(cause: unknown): HallpassError {
  if (isHallpassError(cause)) return cause
  return new HallpassError('service_unavailable', 'the token could not be renewed', { cause })
}
