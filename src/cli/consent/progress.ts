/** How far a long task is, on a terminal. */

/** How often the line is written anew, in milliseconds. */
const EVERY_MS = 100

/** What is needed of `process.stderr`. */
export interface Terminal {
  readonly isTTY?: boolean
  write(text: string): unknown
}

/** A line that counts; where there is no terminal it writes nothing. */
export class Progress {
  readonly #terminal: Terminal
  readonly #nowMs: () => number
  #last: number
  #isShown = false

  constructor(terminal: Terminal = process.stderr, nowMs: () => number = () => performance.now()) {
    this.#terminal = terminal
    this.#nowMs = nowMs
    // What is done at once shows no line at all.
    this.#last = nowMs()
  }

  /** Shows a text in place of the one before. */
  show(text: string): void {
    if (this.#terminal.isTTY !== true || this.#nowMs() - this.#last < EVERY_MS) return
    this.#last = this.#nowMs()
    this.#isShown = true
    this.#terminal.write(`\r\x1b[K${text}`)
  }

  /** Takes the line away. */
  end(): void {
    if (this.#isShown) this.#terminal.write('\r\x1b[K')
    this.#isShown = false
  }
}
