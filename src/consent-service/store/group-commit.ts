/**
 * Gathers what is to be written at the same time into one transaction. A commit waits for the disk,
 * whether it holds one change or a hundred; and only one writer at a time can append to the log.
 */
import { setImmediate } from 'node:timers/promises'

/** What came of one piece of work. */
export type Outcome<R> = { readonly value: R } | { readonly error: unknown }

/** The most that goes into one transaction, so that nobody else waits long for it. */
const MOST = 100

/** A queue of work with one commit at a time. */
export class GroupCommit<W, R> {
  readonly #commit: (batch: readonly W[]) => Promise<readonly Outcome<R>[]>
  #queue: { work: W; resolve: (value: R) => void; reject: (error: unknown) => void }[] = []
  #running: Promise<void> | undefined

  /**
   * @param commit - Does a batch in one transaction and resolves when it is durable. When it
   *   rejects, nothing of the batch was done.
   */
  constructor(commit: (batch: readonly W[]) => Promise<readonly Outcome<R>[]>) {
    this.#commit = commit
  }

  /** Resolves with the result of `work` once it is durable. */
  add(work: W): Promise<R> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ work, resolve, reject })
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
      const batch = this.#queue.splice(0, MOST)
      const outcomes = await this.#outcomes(batch.map(({ work }) => work))
      for (const [index, { resolve, reject }] of batch.entries()) {
        const outcome = outcomes[index] ?? { error: new Error('a commit lost a result') }
        if ('value' in outcome) resolve(outcome.value)
        else reject(outcome.error)
      }
    }
    this.#running = undefined
  }

  async #outcomes(batch: readonly W[]): Promise<readonly Outcome<R>[]> {
    try {
      return await this.#commit(batch)
    } catch (error) {
      return batch.map(() => ({ error }))
    }
  }
}
