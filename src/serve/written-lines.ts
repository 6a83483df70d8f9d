/** Lines that are written in one go for all requests of a moment: a write for each would cost more. */

/** Characters that may wait. */
const LIMIT = 65_536

/** Collects lines until the work of the moment is done. */
export class WrittenLines {
  readonly #write: (text: string) => unknown
  #waiting = ''

  /** @param write - Takes lines with their ends. Default: to the standard output. */
  constructor(write: (text: string) => unknown = (text) => process.stdout.write(text)) {
    this.#write = write
  }

  /** Takes a line without its end. */
  add(line: string): void {
    if (this.#waiting === '') setImmediate(() => this.flush())
    this.#waiting += `${line}\n`
    if (this.#waiting.length >= LIMIT) this.flush()
  }

  /** Writes what waits. */
  flush(): void {
    const text = this.#waiting
    this.#waiting = ''
    if (text !== '') this.#write(text)
  }
}
