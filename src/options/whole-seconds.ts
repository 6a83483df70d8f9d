/** An option that is a time. */
import * as v from 'valibot'

/** A whole number of seconds within bounds, or left out. */
export function wholeSeconds(least: number, most: number): v.GenericSchema {
  const message = `must be a whole number of seconds from ${least} to ${most}`
  return v.optional(
    v.pipe(
      v.number(message),
      v.safeInteger(message),
      v.minValue(least, message),
      v.maxValue(most, message),
    ),
  )
}
