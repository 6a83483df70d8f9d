/** Logs for programs: one line of JSON each. */
import type { Logger } from '../http/ports.ts'

/**
 * A logger that writes one line of JSON for each message: `time`, `level`, `message` and its
 * fields. The consent service logs every request with it: method, route, status and milliseconds; no
 * address of a page or visitor, no query, no key, no code, no id.
 *
 * @param write - Takes a line with its end. Default: to the standard output.
 * @example
 * await createConsentService({ store, baseUrl, logger: jsonLogger() })
 * // {"time":"2026-11-24T05:00:00.123Z","level":"info","message":"request","method":"GET",…}
 */
export function jsonLogger(
  write: (line: string) => unknown = (line) => process.stdout.write(line),
): Logger {
  const log =
    (level: 'info' | 'warn' | 'error') =>
    (message: string, fields: Readonly<Record<string, unknown>> = {}): void => {
      const time = new Date().toISOString()
      write(`${JSON.stringify({ time, level, message, ...fields })}\n`)
    }
  return { info: log('info'), warn: log('warn'), error: log('error') }
}
