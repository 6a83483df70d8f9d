/** Where the guard writes: the console, and the file of `AGS_CLIENT_LOG_PATH`. */
import { appendFileSync } from 'node:fs'
import { consoleLogger, type Logger } from '../http/ports.ts'
import { codeOf } from './read.ts'

/** What the log is to be. */
export interface LogOptions {
  /** Writes informative lines to the console, too. */
  readonly debug: boolean
  readonly path: string | undefined
  /** Instead of the console. */
  readonly logger: Logger | undefined
}

/** The logger of a guard. A file that can no longer be written stops nothing: it is said once. */
export function guardLogger({ debug, path, logger }: LogOptions): Logger {
  const shown = logger ?? (debug ? { ...consoleLogger, info: consoleLogger.warn } : consoleLogger)
  if (path === undefined) return shown
  let failing = false
  const append = (level: string, message: string, fields: object = {}) => {
    const line = JSON.stringify({ time: new Date().toISOString(), level, message, ...fields })
    try {
      // Opened for each line, so that a file that was rotated away is made anew.
      appendFileSync(path, `${line}\n`)
      failing = false
    } catch (error) {
      if (!failing) shown.error(`AGS_CLIENT_LOG_PATH cannot be written (${codeOf(error)})`)
      failing = true
    }
  }
  return {
    info(message, fields) {
      shown.info(message, fields)
      append('info', message, fields)
    },
    warn(message, fields) {
      shown.warn(message, fields)
      append('warn', message, fields)
    },
    error(message, fields) {
      shown.error(message, fields)
      append('error', message, fields)
    },
  }
}
