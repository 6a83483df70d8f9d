/** What PostgreSQL's errors mean to the service. */
import { HallpassError, isHallpassError } from '../../../errors.ts'
import { reasonOf, sqlState } from '../../../stores/postgres/reason.ts'
import { unavailable } from '../unavailable.ts'

/** Whether it is about one value, so that others of the same transaction can do without it. */
export function isAboutValue(error: unknown): boolean {
  const cause = isHallpassError(error) ? error.cause : error
  return cause instanceof TypeError || /^2[23]/.test(sqlState(cause))
}

/** The error that the store's caller gets: one of the driver is `store_unavailable`. */
export function toStoreError(error: unknown): unknown {
  if (error instanceof HallpassError || error instanceof TypeError) return error
  return unavailable(reasonOf(error), error)
}
