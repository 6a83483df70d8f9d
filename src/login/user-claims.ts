/** What verified claims say of the user: who it is, and in which groups. */
import { HallpassError } from '../errors.ts'
import type { Claims } from '../session/state.ts'
import type { LoginProvider, VerifiedClaims } from './types.ts'

/** Claims of the protocol, not of the user. */
const PROTOCOL_CLAIMS = new Set([
  'aud',
  'azp',
  'exp',
  'iat',
  'nbf',
  'jti',
  'nonce',
  'at_hash',
  'c_hash',
  's_hash',
  'sid',
  'token_use',
  'event_id',
  'origin_jti',
])

/** The claims to keep as `user`. */
export function userClaims(idClaims: Claims, others: Readonly<Record<string, unknown>>): Claims {
  // What the ID token says wins: it is signed, and bound to this login.
  const merged = Object.entries({ ...others, ...idClaims })
  const own = merged.filter(([name]) => !PROTOCOL_CLAIMS.has(name) && name !== '__proto__')
  return { ...Object.fromEntries(own), sub: idClaims.sub }
}

/** The option `groups` may be a function of the app's: what it throws refuses. */
export function groupsOf(provider: LoginProvider, claims: VerifiedClaims): readonly string[] {
  try {
    return [...provider.groups(claims)]
  } catch (error) {
    throw new HallpassError('hook_failed', 'The option groups could not read the claims', {
      cause: error,
    })
  }
}
