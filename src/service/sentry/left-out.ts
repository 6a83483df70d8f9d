/** Errors that are no fault of the service: what a client did wrong. */
import { isHallpassError } from '../../errors.ts'
import { statusOf } from '../rest/error-answer.ts'

/** The usual ones: a bad request, who is it, not allowed, not there, not this way, does not fit. */
export const COMMON_STATUSES: readonly number[] = [400, 401, 403, 404, 405, 422]

/** Whether an error has one of these statuses. */
export function isLeftOut(error: unknown, statuses: readonly number[]): boolean {
  const status = isHallpassError(error) ? error.status : statusOf(error)
  return status !== undefined && statuses.includes(status)
}
