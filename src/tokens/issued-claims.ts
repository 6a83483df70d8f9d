/** The claims of a token that is being made. */
import { HallpassError } from '../errors.ts'

/**
 * What claims are once they are written and read.
 *
 * @throws HallpassError `claims_invalid`
 */
export function asJson(claims: unknown): Record<string, unknown> {
  let read: unknown
  try {
    read = JSON.parse(JSON.stringify(claims) ?? 'null')
  } catch {
    throw claimsInvalid('they cannot be written as JSON')
  }
  if (typeof read !== 'object' || read === null || Array.isArray(read)) {
    throw claimsInvalid('they are no object')
  }
  return { ...read }
}

/** Why a token is not made: no value of a claim. */
export function claimsInvalid(why: string): HallpassError {
  return new HallpassError('claims_invalid', `The claims of a token: ${why}.`)
}
