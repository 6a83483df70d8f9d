/** Standard output for long answers: no faster than its reader, and quiet when that one leaves. */
import { once } from 'node:events'
import { codeOf } from './files.ts'

/** What is needed of `process.stdout`. */
export type Sink = NodeJS.WritableStream

/** Thrown when nobody reads any more, as `| head` does: the command ends, and nothing is wrong. */
export class ReaderGone extends Error {
  override readonly name = 'ReaderGone'
}

/** Writes piece by piece, with as much in memory as the stream holds by itself. */
export class Output {
  readonly #sink: Sink
  #failure: unknown

  constructor(sink: Sink = process.stdout) {
    this.#sink = sink
    sink.on('error', this.#fail)
  }

  /** @throws ReaderGone; Error when it cannot be written, as on a full disk */
  async write(text: string): Promise<void> {
    this.#check()
    if (this.#sink.write(text)) return
    // 'error' rejects what waits for 'drain'.
    await once(this.#sink, 'drain').catch(this.#fail)
    this.#check()
  }

  /** Waits until all of it is out of the process. */
  async end(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#sink.write('', () => resolve())
    })
    this.#check()
  }

  readonly #fail = (error: unknown): void => {
    this.#failure ??= error
  }

  #check(): void {
    if (this.#failure === undefined) return
    if (codeOf(this.#failure) === 'EPIPE') throw new ReaderGone('nobody reads the output')
    const reason = codeOf(this.#failure) ?? 'unknown'
    throw new Error(`The output cannot be written: ${reason}.`)
  }
}
