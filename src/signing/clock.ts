/** What time it is, for signatures that run out. */
import { wholeSeconds } from '../crypto/seconds.ts'
import { HallpassError } from '../errors.ts'

/** Seconds since the epoch: a function that is asked each time, or a number that stands still. */
export type Clock = number | (() => number)

/**
 * The whole seconds of a clock, which default to the system's.
 *
 * @throws (the function, when it is called) `invalid_config` when the clock gives anything but a
 * number of seconds from 0 to the end of the year 9999: so do milliseconds, which nobody could read
 */
export function secondsOf(now: Clock = systemClock): () => number {
  const read = typeof now === 'function' ? now : () => now
  return () => wholeSeconds(read())
}

function systemClock(): number {
  return Date.now() / 1000
}

/**
 * Refuses a signature that is older than `maxAge`, or from the future.
 *
 * @param signedAt - Seconds since the epoch.
 * @param maxAge - Seconds; undefined: any age, and any time.
 * @throws HallpassError `signature_expired`; `invalid_config` when `maxAge` is no number of seconds
 */
export function checkAge(signedAt: number, maxAge: number | undefined, now: () => number): void {
  if (maxAge === undefined) return
  checkMaxAge(maxAge)
  const age = now() - signedAt
  // Written so that what is no number is refused.
  if (age >= 0 && age <= maxAge) return
  const message =
    age < 0
      ? `The value was signed ${-age} seconds in the future: compare the clocks of both machines.`
      : `The value was signed ${age} seconds ago, and ${maxAge} are allowed.`
  throw new HallpassError('signature_expired', message)
}

/** @throws HallpassError `invalid_config` for anything but a number of seconds, 0 or more */
export function checkMaxAge(maxAge: number): void {
  if (Number.isFinite(maxAge) && maxAge >= 0) return
  throw new HallpassError('invalid_config', 'maxAge must be a number of seconds, 0 or more')
}
