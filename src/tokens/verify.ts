/** The check of a token: form, key, signature, and the claims that every token has (RFC 8725). */
import * as jose from 'jose'
import { decode } from '../crypto/base64url.ts'
import { timeFault } from '../crypto/seconds.ts'
import { HallpassError } from '../errors.ts'
import type { TokenKey } from './signing-keys.ts'
import { FOREIGN_CLAIMS } from './wire-names.ts'

/** The longest token, in characters: more does not fit into the headers of many servers. */
export const MAX_TOKEN = 8192

/** Headers that bring a key along or say where one is: nobody's word about a key is taken. */
const KEY_HEADERS = ['jku', 'jwk', 'x5u', 'x5c']

/** What a token must be like. */
export interface Expected {
  readonly keys: readonly TokenKey[]
  readonly issuer: string | false
  readonly audience: string | false
  readonly typ: 'JWT' | 'at+jwt'
  readonly clockTolerance: number
  /** Seconds since the epoch. */
  readonly now: number
}

/** The times of a token that was found good. */
export interface TokenTimes {
  readonly exp: number
  readonly iat?: number
}

/**
 * The payload of a good token.
 *
 * @throws HallpassError `token_expired`; `token_invalid` for everything else. None holds a part of
 * the token.
 */
export async function verifiedPayload(
  token: unknown,
  expected: Expected,
): Promise<jose.JWTPayload & TokenTimes> {
  if (typeof token !== 'string' || !hasForm(token)) refuse('it is not a JSON Web Token')
  try {
    const payload = await underAnyKey(token, expected)
    return { ...payload, ...checkedClaims(payload, expected) }
  } catch (error) {
    throw told(error)
  }
}

/** Three parts of canonical base64url: a token can be written in one way only. */
function hasForm(token: string): boolean {
  if (token.length > MAX_TOKEN) return false
  const parts = token.split('.')
  return parts.length === 3 && parts.every((part) => decode(part) !== undefined)
}

/** Secrets have no names, so that each is tried; of named keys one is chosen. */
async function underAnyKey(token: string, expected: Expected): Promise<jose.JWTPayload> {
  const { issuer, audience, clockTolerance, now } = expected
  const candidates = candidatesFor(headerOf(token), expected)
  let failure: unknown
  for (const key of candidates) {
    try {
      const { payload } = await jose.jwtVerify(token, await key.verifying(), {
        algorithms: [key.algorithm],
        ...(issuer !== false && { issuer }),
        ...(audience !== false && { audience }),
        clockTolerance,
        currentDate: new Date(now * 1000),
        requiredClaims: ['exp'],
      })
      return payload
    } catch (error) {
      if (!(error instanceof jose.errors.JWSSignatureVerificationFailed)) throw error
      failure = error
    }
  }
  throw failure ?? fault('no key is known for it')
}

/** `decodeProtectedHeader` throws a TypeError for what is no JSON object. */
function headerOf(token: string): jose.ProtectedHeaderParameters {
  try {
    return jose.decodeProtectedHeader(token)
  } catch {
    return refuse('it cannot be read')
  }
}

function candidatesFor(
  header: jose.ProtectedHeaderParameters,
  { keys, typ }: Expected,
): readonly TokenKey[] {
  if (KEY_HEADERS.some((name) => Object.hasOwn(header, name))) refuse('it brings a key along')
  if (!isTyp(header.typ, typ)) refuse('it is of another type')
  return keys.filter(
    ({ kid, algorithm }) => algorithm === header.alg && (kid === undefined || kid === header.kid),
  )
}

/** RFC 7515 §4.1.9: case does not count, nor does `application/`. `JWT` may be left out. */
function isTyp(given: unknown, typ: 'JWT' | 'at+jwt'): boolean {
  if (given === undefined) return typ === 'JWT'
  if (typeof given !== 'string') return false
  return given.toLowerCase().replace(/^application\//, '') === typ.toLowerCase()
}

function checkedClaims(payload: jose.JWTPayload, expected: Expected): TokenTimes {
  const { exp, iat, nbf } = payload
  const { now, clockTolerance } = expected
  if (timeFault(exp) !== undefined) refuseClaim('exp')
  if (nbf !== undefined && timeFault(nbf) !== undefined) refuseClaim('nbf')
  if (iat !== undefined && (timeFault(iat) !== undefined || iat > now + clockTolerance)) {
    refuseClaim('iat')
  }
  if (expected.issuer === false && payload.iss !== undefined) refuseClaim('iss')
  if (expected.audience === false && payload.aud !== undefined) refuseClaim('aud')
  const foreign = FOREIGN_CLAIMS.find((name) => Object.hasOwn(payload, name))
  if (foreign !== undefined) refuse('it is an ID token or a logout token')
  return { exp: Number(exp), ...(iat !== undefined && { iat }) }
}

function told(error: unknown): unknown {
  const { JOSEError, JWTExpired, JWTClaimValidationFailed } = jose.errors
  if (error instanceof JWTExpired)
    return new HallpassError('token_expired', 'The token has expired.')
  if (error instanceof JWTClaimValidationFailed) return claimFault(error.claim)
  if (error instanceof jose.errors.JWSSignatureVerificationFailed) {
    return fault('its signature is not right')
  }
  if (error instanceof JOSEError) return fault('it cannot be read')
  return error
}

/** jose names only the claims that it was told to look at: none of them is the token's text. */
function claimFault(claim: string): HallpassError {
  return fault(`its claim ${claim} is not as expected`)
}

function fault(why: string): HallpassError {
  return new HallpassError('token_invalid', `The token is not accepted: ${why}.`)
}

function refuse(why: string): never {
  throw fault(why)
}

function refuseClaim(claim: string): never {
  throw claimFault(claim)
}
