/** What was erased is still in the write-ahead log, until that is emptied. */
import { setImmediate } from 'node:timers/promises'
import type { SqliteFile } from '../../../stores/sqlite/file.ts'

/** Milliseconds between two tries, while another process reads or writes. */
const AGAIN_AFTER_MS = 1000

/** Empties the write-ahead log of a file. */
export class Traces {
  readonly #file: SqliteFile
  #soon: Promise<void> | undefined
  #timer: NodeJS.Timeout | undefined
  #stopped = false

  constructor(file: SqliteFile) {
    this.#file = file
  }

  /**
   * Resolves after a try, which all share who ask at the same time. When others are in the way, it
   * is tried again until it worked, without anybody waiting for it.
   */
  remove(): Promise<void> {
    this.#soon ??= setImmediate().then(() => {
      this.#soon = undefined
      this.#try()
    })
    return this.#soon
  }

  /** No more tries. Closing the file does the same, when nobody else has it open. */
  stop(): void {
    this.#stopped = true
    clearTimeout(this.#timer)
  }

  #try(): void {
    clearTimeout(this.#timer)
    if (this.#stopped || this.#worked()) return
    this.#timer = setTimeout(() => this.#try(), AGAIN_AFTER_MS).unref()
  }

  #worked(): boolean {
    try {
      return this.#file.checkpoint()
    } catch {
      return false
    }
  }
}
