/** The groups of a user, from the claims that were verified. */
import type { VerifiedClaims } from './types.ts'

/**
 * The groups that a claim lists: of the ID token, else of userinfo, else of the access token.
 * A single string is one group. Anything else gives none, so that a group check refuses.
 */
export function groupsFrom(claims: VerifiedClaims, claim: string): readonly string[] {
  const value = [claims.idToken, claims.userinfo, claims.accessToken]
    .map((source) => (Object.hasOwn(source, claim) ? source[claim] : undefined))
    .find((found) => found !== undefined)
  if (typeof value === 'string') return [value]
  if (!Array.isArray(value)) return []
  return value.filter((group): group is string => typeof group === 'string')
}
