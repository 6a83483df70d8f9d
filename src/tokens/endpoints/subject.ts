/** Whose a token is: the user, and the session that it was derived from. */
import { HallpassError } from '../../errors.ts'

/** A user and a session. */
export interface Subject {
  readonly sub: string
  readonly id: string
}

/**
 * What the claims of a token say of it.
 *
 * @param idClaim - The claim that names the session.
 * @returns undefined when they do not say it
 */
export function subjectOf(claims: unknown, idClaim: string): Subject | undefined {
  const sub = claimOf(claims, 'sub')
  const id = claimOf(claims, idClaim)
  return typeof sub === 'string' && typeof id === 'string' ? { sub, id } : undefined
}

/** The refusal of a token whose session is over, and of one that never had any. */
export function sessionOver(): HallpassError {
  return new HallpassError('token_invalid', 'The token is not accepted: its session is over.')
}

function claimOf(claims: unknown, name: string): unknown {
  if (typeof claims !== 'object' || claims === null) return undefined
  return Object.hasOwn(claims, name) ? Reflect.get(claims, name) : undefined
}
