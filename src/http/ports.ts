/** What the core reaches outside itself through; all of it can be injected. */

/** Where hallpass writes what an operator should know. Messages and fields hold no secret. */
export interface Logger {
  info(message: string, fields?: Readonly<Record<string, unknown>>): void
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void
  error(message: string, fields?: Readonly<Record<string, unknown>>): void
}

/** What the core reaches outside itself through. */
export interface Ports {
  readonly fetch: typeof fetch
  /** Seconds since the epoch. */
  readonly now: () => number
  readonly logger: Logger
}

/** Writes warnings and errors to the console, one line each; what is merely informative is left out. */
export const consoleLogger: Logger = {
  info() {},
  warn: (message, fields) => console.warn(line(message, fields)),
  error: (message, fields) => console.error(line(message, fields)),
}

function line(message: string, fields?: Readonly<Record<string, unknown>>): string {
  return fields === undefined
    ? `[hallpass] ${message}`
    : `[hallpass] ${message} ${JSON.stringify(fields)}`
}
