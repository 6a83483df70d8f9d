/**
 * Routes that stand on their own: they answer what is theirs and know nothing of who is signed in.
 * `mount` of every adapter takes one, as it takes what `createHallpass` returned.
 */
import type { Exchange, MaybePromise, Reply } from './exchange.ts'

/** The method of a set; registered, so that two copies of the package know each other's. */
export const answerRoute: unique symbol = Symbol.for('hallpass.answer-route') as never

/** Some routes, for `mount` of any adapter. */
export interface RouteSet {
  /** The answer, or undefined where the request is for none of its routes. */
  [answerRoute](exchange: Exchange): MaybePromise<Reply | undefined>
}

/** Whether it is a set of routes. */
export function isRouteSet(value: unknown): value is RouteSet {
  return (
    typeof value === 'object' &&
    value !== null &&
    answerRoute in value &&
    typeof value[answerRoute] === 'function'
  )
}
