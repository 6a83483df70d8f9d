/**
 * Gathers what is to be written at the same time into one transaction. A commit waits for the disk,
 * whether it holds one change or a hundred; and often only one writer at a time is possible.
 */
import { setImmediate } from 'node:timers/promises'
import { isHallpassError } from '../errors.ts'
import type { Unavailable } from './unavailable.ts'

/** What came of one piece of work. */
export type Outcome<R> = { readonly value: R } | { readonly error: unknown }

/**
 * Does a batch in one transaction and resolves when it is durable. When it rejects, nothing of the
 * batch was done.
 *
 * @param deadline - By `performance.now()`: what is not committed by then must not be any more.
 */
export type Commit<W, R> = (batch: readonly W[], deadline: number) => Promise<readonly Outcome<R>[]>

/** The most that goes into one transaction, so that nobody else waits long for it. */
const MOST = 100

/** The most that waits; a service that gets more than it can write says so. */
const MOST_WAITING = 10_000

/**
 * How long work may take from when it came, in milliseconds. Who sent it does not wait much longer:
 * it must not be done when they believe that it was not.
 */
const PATIENCE_MS = 3000

interface Waiting<W, R> {
  readonly work: W
  readonly deadline: number
  resolve(value: R): void
  reject(error: unknown): void
}

/** A queue of work with one commit at a time. */
export class GroupCommit<W, R> {
  readonly #commit: Commit<W, R>
  readonly #unavailable: Unavailable
  #queue: Waiting<W, R>[] = []
  #running: Promise<void> | undefined

  constructor(commit: Commit<W, R>, unavailable: Unavailable) {
    this.#commit = commit
    this.#unavailable = unavailable
  }

  /**
   * Resolves with the result of `work` once it is durable.
   *
   * @throws HallpassError `store_unavailable` when it cannot be done within 3 seconds, or too much
   * waits; it is then not done later either.
   */
  add(work: W): Promise<R> {
    if (this.#queue.length >= MOST_WAITING) return Promise.reject(this.#tooMuch())
    return new Promise((resolve, reject) => {
      this.#queue.push({ work, deadline: performance.now() + PATIENCE_MS, resolve, reject })
      this.#running ??= this.#run()
    })
  }

  /** Resolves when nothing is left to do. */
  async idle(): Promise<void> {
    while (this.#running !== undefined) await this.#running
  }

  async #run(): Promise<void> {
    while (this.#queue.length > 0) {
      // What arrived in the same round of the event loop goes together.
      await setImmediate()
      this.#dropLate()
      const batch = this.#queue.splice(0, MOST)
      const [oldest] = batch
      if (oldest !== undefined) await this.#do(batch, oldest.deadline)
    }
    this.#running = undefined
  }

  async #do(batch: readonly Waiting<W, R>[], deadline: number): Promise<void> {
    try {
      const works = batch.map(({ work }) => work)
      const outcomes = await this.#commit(works, deadline)
      for (const [index, { resolve, reject }] of batch.entries()) {
        const outcome = outcomes[index] ?? { error: new Error('a commit lost a result') }
        if ('value' in outcome) resolve(outcome.value)
        else reject(outcome.error)
      }
    } catch (error) {
      const isDown = isHallpassError(error) && error.code === 'store_unavailable'
      // Who waits behind this batch would only wait for the same again.
      const failed = isDown ? [...batch, ...this.#queue.splice(0)] : batch
      for (const { reject } of failed) reject(error)
    }
  }

  #dropLate(): void {
    const now = performance.now()
    const inTime = this.#queue.findIndex(({ deadline }) => deadline > now)
    const late = this.#queue.splice(0, inTime === -1 ? this.#queue.length : inTime)
    for (const { reject } of late) reject(this.#tooMuch())
  }

  #tooMuch(): Error {
    return this.#unavailable('has too much to do')
  }
}
