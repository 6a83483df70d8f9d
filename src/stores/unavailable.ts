/** The one error of a store that cannot be asked. */
import { HallpassError } from '../errors.ts'

const RETRY_AFTER_SECONDS = 5

/**
 * Makes the error for a store that is down, locked, full, or otherwise does nothing. The driver's
 * own error is the cause: its text can hold data, so it is for logs that hold data, and for
 * debuggers.
 *
 * @param why - `is locked by another process`; part of the message, so without any data.
 */
export type Unavailable = (why: string, cause?: unknown) => HallpassError

/** The errors of one kind of store. `subject` begins their messages: `The store`. */
export function unavailableOf(subject: string): Unavailable {
  return (why, cause) =>
    new HallpassError('store_unavailable', `${subject} ${why}.`, {
      retryAfter: RETRY_AFTER_SECONDS,
      cause,
    })
}

/** The errors of the stores of this folder. */
export const unavailable: Unavailable = unavailableOf('The store')
