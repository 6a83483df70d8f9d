/**
 * A check of the request itself, whoever is signed in: a signed cookie of another service, say.
 * A guard stands wherever an access does, and needs no `mount` before it.
 */
import type { Exchange, MaybePromise, Reply } from './exchange.ts'

/** The method of a guard; registered, so that two copies of the package know each other's. */
export const checkRequest: unique symbol = Symbol.for('hallpass.check-request') as never

/** What decides about a request by what it carries. */
export interface RequestGuard {
  /** Undefined lets the request through; else the answer to give. */
  [checkRequest](exchange: Exchange): MaybePromise<Reply | undefined>
}

/** Whether it is a guard, and not a requirement that only looks like one. */
export function isRequestGuard(value: unknown): value is RequestGuard {
  return (
    typeof value === 'object' &&
    value !== null &&
    checkRequest in value &&
    typeof value[checkRequest] === 'function'
  )
}
