/** A clock that a test moves, and a logger that a test reads. */
import type { Logger } from '../../src/http/ports.ts'

/** Seconds since the epoch at which the tests' clocks start: 2027-01-15. */
export const START = 1_800_000_000

export interface Clock {
  time: number
  readonly now: () => number
}

export function clockAt(time: number = START): Clock {
  const clock = { time, now: () => clock.time }
  return clock
}

/** Keeps what was logged. Like most loggers it needs its `this`. */
export class LoggedLines implements Logger {
  readonly lines: string[] = []

  info(message: string, fields?: Readonly<Record<string, unknown>>): void {
    this.#add('info', message, fields)
  }

  warn(message: string, fields?: Readonly<Record<string, unknown>>): void {
    this.#add('warn', message, fields)
  }

  error(message: string, fields?: Readonly<Record<string, unknown>>): void {
    this.#add('error', message, fields)
  }

  /** Everything as one text. */
  get text(): string {
    return this.lines.join('\n')
  }

  #add(level: string, message: string, fields?: Readonly<Record<string, unknown>>): void {
    this.lines.push(`${level} ${message}${fields ? ` ${JSON.stringify(fields)}` : ''}`)
  }
}
