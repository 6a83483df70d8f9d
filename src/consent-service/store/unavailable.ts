/** The one error of a store that cannot be asked. */
import { HallpassError } from '../../errors.ts'

const RETRY_AFTER_SECONDS = 5

/**
 * The error for a store that is down, locked, full, or otherwise does nothing. The driver's own
 * error is the cause: its text can hold data, so it is for logs that hold data, and for debuggers.
 *
 * @param why - `is locked by another process`; part of the message, so without any data.
 */
export function unavailable(why: string, cause?: unknown): HallpassError {
  return new HallpassError('store_unavailable', `The store of the consent service ${why}.`, {
    retryAfter: RETRY_AFTER_SECONDS,
    cause,
  })
}
