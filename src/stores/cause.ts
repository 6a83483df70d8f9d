/** What may be said of a driver's error. */

/**
 * The cause of a `store_unavailable`: the driver's own error may hold a key, a value, or the whole
 * command, so only its code is left of it.
 */
export function bareCause(code: string): Error | undefined {
  return code === '' ? undefined : new Error(code)
}
