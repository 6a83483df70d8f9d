/** The claims that every token has (RFC 7519 §4.1): looked at whenever a token comes. */
import { timeFault } from '../crypto/seconds.ts'
import { HallpassError } from '../errors.ts'

/** For whom a token must be, and by whom. */
export interface Parties {
  /** `iss`; false: tokens have none. */
  readonly issuer: string | false
  /** `aud`, or one of its values; false: tokens have none. */
  readonly audience: string | false
}

/** When a token is looked at. */
export interface Moment {
  /** Seconds for which an expired token is still taken: clocks differ. */
  readonly clockTolerance: number
  /** Seconds by which `iat` and `nbf` may lie ahead. */
  readonly ahead: number
  /** Seconds since the epoch. */
  readonly now: number
}

/** The payload of a token: what its signer said. */
export type Payload = Readonly<Record<string, unknown>>

/** The times of a token that was found good, in seconds since the epoch. */
export interface TokenTimes {
  readonly exp: number
  readonly iat: number | undefined
}

/**
 * The times of a payload, if they, its issuer and its audience are right.
 *
 * @throws HallpassError `token_expired`; `token_invalid` naming the claim
 */
export function checkedTimes(payload: Payload, parties: Parties, moment: Moment): TokenTimes {
  const { exp, iat, nbf, iss, aud } = payload
  const { issuer, audience } = parties
  const { now, clockTolerance, ahead } = moment
  if (issuer === false ? iss !== undefined : iss !== issuer) refuseClaim('iss')
  if (audience === false ? aud !== undefined : !isFor(aud, audience)) refuseClaim('aud')
  if (nbf !== undefined && (!isTime(nbf) || nbf > now + ahead)) refuseClaim('nbf')
  if (iat !== undefined && (!isTime(iat) || iat > now + ahead)) refuseClaim('iat')
  if (!isTime(exp)) refuseClaim('exp')
  if (exp <= now - clockTolerance) {
    throw new HallpassError('token_expired', 'The token has expired.')
  }
  return { exp, iat }
}

/** One audience, or one of several (RFC 7519 §4.1.3); compared by every character. */
function isFor(aud: unknown, audience: string): boolean {
  return aud === audience || (Array.isArray(aud) && aud.includes(audience))
}

function isTime(value: unknown): value is number {
  return timeFault(value) === undefined
}

/** Why a token is not accepted: no part of it. */
export function tokenFault(why: string): HallpassError {
  return new HallpassError('token_invalid', `The token is not accepted: ${why}.`)
}

/** @throws HallpassError `token_invalid` */
export function refuseToken(why: string): never {
  throw tokenFault(why)
}

/**
 * @param claim - its name, which is one of ours and none that the token made up
 * @throws HallpassError `token_invalid`
 */
export function refuseClaim(claim: string): never {
  throw tokenFault(`its claim ${claim} is not as expected`)
}
