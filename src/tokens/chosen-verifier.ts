/** One verifier out of several: by the issuer that a token names. */
import type { MaybePromise } from '../http/exchange.ts'
import { refuseToken } from './claims.ts'
import { partsOf } from './form.ts'
import {
  checkToken,
  issuerOf,
  type KnownVerifier,
  type TokenVerifier,
  type VerifiedToken,
} from './verifier.ts'

/** What checks the token of a request. */
export type Check<Claims> = (token: string) => MaybePromise<VerifiedToken<Claims>>

/**
 * The check by one verifier, or by the one of a list to which the token's `iss` belongs. Nobody
 * vouches for that `iss` yet; but who makes one up chooses only who refuses the token, since none
 * is tried with a second verifier.
 */
export function checkBy<Claims>(
  verifiers: TokenVerifier<Claims> | readonly TokenVerifier<Claims>[],
): Check<Claims> {
  if (!isList(verifiers)) return checkOf(verifiers)
  const checks = new Map<unknown, Check<Claims>>()
  for (const verifier of verifiers.filter(isKnown)) {
    const name = nameOf(verifier)
    if (name !== undefined) checks.set(name, checkOf(verifier))
  }
  return (token) => {
    const { iss = false } = partsOf(token).payload
    const check = checks.get(typeof iss === 'string' ? withoutSlash(iss) : iss)
    return check === undefined ? refuseToken('its issuer is not known') : check(token)
  }
}

/** What is wrong with what stands in the place of verifiers. */
export function faultOfVerifiers(given: unknown): string | undefined {
  if (!Array.isArray(given)) return isVerifier(given) ? undefined : NOT_OURS
  if (given.length === 0) return 'must not be an empty list'
  // Each must say which issuer it is for, which only ours do.
  const known: readonly unknown[] = given
  const names = known.filter(isVerifier).filter(isKnown).map(nameOf)
  if (names.length < given.length) return NOT_OURS
  const taken = names.filter((name) => name !== undefined)
  if (new Set(taken).size === taken.length) return undefined
  return 'has two for one issuer: which of them a token is for cannot be told'
}

const NOT_OURS = 'must be what createTokens or accessTokens returned, or a list of that'

function checkOf<Claims>(verifier: TokenVerifier<Claims>): Check<Claims> {
  if (isKnown(verifier)) return (token) => verifier[checkToken](token)
  return (token) => verifier.verify(token)
}

function nameOf(verifier: KnownVerifier<unknown>): string | false | undefined {
  const issuer = verifier[issuerOf]
  return typeof issuer === 'string' ? withoutSlash(issuer) : issuer
}

/** Whether an `iss` is, but for a slash at its end, this issuer. */
export function isSameIssuer(iss: unknown, issuer: string): boolean {
  return typeof iss === 'string' && withoutSlash(iss) === withoutSlash(issuer)
}

/** Providers and their users differ in it. The verifier itself compares every character. */
function withoutSlash(issuer: string): string {
  return issuer.endsWith('/') ? issuer.slice(0, -1) : issuer
}

function isList<Claims>(
  given: TokenVerifier<Claims> | readonly TokenVerifier<Claims>[],
): given is readonly TokenVerifier<Claims>[] {
  return Array.isArray(given)
}

function isVerifier(given: unknown): given is TokenVerifier<unknown> {
  return (
    typeof given === 'object' &&
    given !== null &&
    'verify' in given &&
    typeof given.verify === 'function'
  )
}

function isKnown<Claims>(verifier: TokenVerifier<Claims>): verifier is KnownVerifier<Claims> {
  return checkToken in verifier && issuerOf in verifier
}
