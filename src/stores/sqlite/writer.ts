/** Writes to SQLite: gathered into transactions, tried again while another process writes. */
import { setTimeout } from 'node:timers/promises'
import { isHallpassError } from '../../errors.ts'
import { GroupCommit, type Outcome } from '../group-commit.ts'
import { isAboutValue, isBusy, toStoreError } from './fault.ts'
import type { SqliteFile } from './file.ts'

type Work = () => unknown

/** Does pieces of work, each of them whole or not at all. */
export class SqliteWriter {
  readonly #file: SqliteFile
  readonly #group: GroupCommit<Work, unknown>

  constructor(file: SqliteFile) {
    this.#file = file
    this.#group = new GroupCommit(
      (batch, deadline) => this.#commit(batch, deadline),
      file.unavailable,
    )
  }

  /**
   * Does `work` in a transaction, with others, and resolves when it is on the disk. It may throw a
   * HallpassError, as long as it has not written anything yet.
   */
  write<T>(work: () => T): Promise<T> {
    return this.#group.add(work) as Promise<T>
  }

  idle(): Promise<void> {
    return this.#group.idle()
  }

  async #commit(batch: readonly Work[], deadline: number): Promise<readonly Outcome<unknown>[]> {
    try {
      return await patiently(() => this.#file.transaction(() => batch.map(outcomeOf)), deadline)
    } catch (error) {
      if (!isAboutValue(error)) throw this.#toStoreError(error)
      if (batch.length === 1) return [{ error: this.#toStoreError(error) }]
    }
    // One of them cannot be written: the others shall not suffer for it.
    const outcomes: Outcome<unknown>[] = []
    for (const work of batch) {
      const one = this.#commit([work], deadline).catch((error: unknown) => [{ error }])
      outcomes.push(...(await one))
    }
    return outcomes
  }

  #toStoreError(error: unknown): unknown {
    return toStoreError(error, this.#file.unavailable)
  }
}

function outcomeOf(work: Work): Outcome<unknown> {
  try {
    return { value: work() }
  } catch (error) {
    if (isHallpassError(error)) return { error }
    throw error
  }
}

/**
 * Tries until nobody else writes. SQLite could wait itself, but it would hold up the whole process;
 * so it waits for a few milliseconds only, and we wait between the tries.
 *
 * @param deadline - By `performance.now()`: after it there is no other try.
 */
export async function patiently<T>(work: () => T, deadline: number): Promise<T> {
  for (;;) {
    try {
      return work()
    } catch (error) {
      if (!isBusy(error) || performance.now() > deadline) throw error
    }
    await setTimeout(5 + 15 * Math.random())
  }
}
