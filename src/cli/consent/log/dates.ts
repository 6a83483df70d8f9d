/** Dates as a person types them. */
import { readIsoTimestamp } from '../../../consent/wire/timestamp.ts'
import { UsageError } from '../../usage.ts'

const DAY = 86_400_000

/** A stretch of time in milliseconds; `from` belongs to it, `to` does not. */
export interface Range {
  readonly from: number
  readonly to: number
}

/**
 * The stretch of time between two dates; the second day belongs to it. Days are those of UTC.
 *
 * @param from - `2026-11-24`, or a time with its zone; undefined: from the beginning.
 * @param to - Likewise; undefined: until the end.
 * @throws UsageError that says what to write
 */
export function rangeOf(from: string | undefined, to: string | undefined, help: string): Range {
  const range = {
    from: from === undefined ? Number.NEGATIVE_INFINITY : start('--from', from, help),
    to: to === undefined ? Number.POSITIVE_INFINITY : end('--to', to, help),
  }
  if (range.from >= range.to) throw new UsageError('--from must be before --to', help)
  return range
}

function start(option: string, text: string, help: string): number {
  const at = readIsoTimestamp(isDay(text) ? `${text}T00:00:00Z` : text)
  // `Date` takes February 30 for March 2.
  if (at !== undefined && (!isDay(text) || new Date(at).toISOString().startsWith(text))) return at
  throw new UsageError(`${option} must be a date, such as 2026-11-24`, help)
}

function end(option: string, text: string, help: string): number {
  return start(option, text, help) + (isDay(text) ? DAY : 0)
}

function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text)
}
