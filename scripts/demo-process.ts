/** `npm start` as a person runs it: started, read, and ended with Ctrl-C. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'

const START_MS = 60_000
const STOP_MS = 15_000

/** The demo, running. */
export class Demo {
  /** What it has printed so far. */
  log = ''
  readonly #child: ChildProcess

  constructor() {
    // A process group of its own, which Ctrl-C reaches as a whole, as in a terminal.
    this.#child = spawn('npm', ['start'], { detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
    const keep = (chunk: Buffer) => {
      this.log += chunk.toString()
    }
    this.#child.stdout?.on('data', keep)
    this.#child.stderr?.on('data', keep)
  }

  /** Waits until something has been printed. */
  async printed(pattern: RegExp): Promise<RegExpExecArray> {
    const end = Date.now() + START_MS
    while (Date.now() < end) {
      const match = pattern.exec(this.log)
      if (match !== null) return match
      if (this.#ended) throw new Error('npm start has ended by itself')
      await sleep(100)
    }
    throw new Error(`npm start has not printed ${pattern} within ${START_MS / 1000} s`)
  }

  /** Ctrl-C; gives the exit code, or the signal that ended it. */
  async stop(): Promise<number | NodeJS.Signals | null> {
    if (this.#ended) return this.#child.exitCode ?? this.#child.signalCode
    const closed = once(this.#child, 'close')
    this.#signal('SIGINT')
    const patience = setTimeout(() => this.#signal('SIGKILL'), STOP_MS)
    await closed
    clearTimeout(patience)
    return this.#child.exitCode ?? this.#child.signalCode
  }

  get #ended(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null
  }

  #signal(signal: NodeJS.Signals): void {
    if (this.#child.pid !== undefined) process.kill(-this.#child.pid, signal)
  }
}
