/** What comes after a value that may have to be waited for: without a promise where none is. */
import type { MaybePromise } from '../http/exchange.ts'

/**
 * What `next` makes of the value, at once where it is there. A schema's or an app's promise may be
 * one of another library.
 */
export function chained<T, U>(
  value: MaybePromise<T>,
  next: (value: T) => MaybePromise<U>,
): MaybePromise<U> {
  return isThenable(value) ? Promise.resolve(value).then(next) : next(value)
}

function isThenable<T>(value: MaybePromise<T>): value is Promise<T> {
  return (
    typeof value === 'object' &&
    value !== null &&
    'then' in value &&
    typeof value.then === 'function'
  )
}
