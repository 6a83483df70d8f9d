/** Seconds since the epoch, as clocks give them: one rule for all that is signed or sealed. */
import { HallpassError } from '../errors.ts'

/** The end of the year 9999, after which Python has no dates; in seconds since the epoch. */
export const LATEST = 253_402_300_799

/** What is wrong with a time that a clock gave; undefined when nothing is. */
export function timeFault(seconds: unknown): string | undefined {
  if (typeof seconds !== 'number' || !Number.isFinite(seconds) || seconds < 0) {
    return 'must give a number of seconds since the epoch, 0 or more'
  }
  if (seconds <= LATEST) return undefined
  return 'must give seconds since the epoch, and gives a time after the year 9999: milliseconds?'
}

/**
 * The whole seconds of a time that a clock gave.
 *
 * @throws HallpassError `invalid_config` for what `timeFault` finds
 */
export function wholeSeconds(seconds: number): number {
  const fault = timeFault(seconds)
  if (fault !== undefined) throw new HallpassError('invalid_config', `now ${fault}`)
  return Math.floor(seconds)
}
