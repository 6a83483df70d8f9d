/** Verifies ID tokens: signature and claims (OpenID Connect Core §3.1.3.7). */
import * as jose from 'jose'
import type { AuthorizationServer } from 'oauth4webapi'
import { equalText } from '../crypto/equal.ts'
import { HallpassError } from '../errors.ts'
import type { Claims } from '../session/state.ts'
import { protocolFault } from './faults.ts'
import type { KeyCache } from './keys.ts'
import type { ProviderSettings } from './types.ts'

/** Algorithms that a provider may sign with: asymmetric ones only, never `none`, never HMAC. */
export const ALGORITHMS: readonly string[] = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
]

/** Seconds that `iat` may lie ahead whatever the tolerance: clocks differ, issuing is no expiry. */
export const IAT_AHEAD = 30

export interface IdTokenExpectations {
  readonly keys: Pick<KeyCache, 'get'>
  readonly settings: ProviderSettings
  /** Seconds since the epoch. */
  readonly now: number
  /** The provider's metadata, for the algorithms it says it signs with. */
  readonly metadata?: AuthorizationServer | undefined
  /** The nonce of the transaction; absent for a token that came by a refresh. */
  readonly nonce?: string
}

/** The algorithms accepted from a provider: those it announces, of those that are safe. */
export function acceptedAlgorithms(announced: readonly string[] | undefined): string[] {
  return ALGORITHMS.filter((alg) => (announced ?? ['RS256']).includes(alg))
}

/**
 * The claims of an ID token whose signature, issuer, audience, authorized party, times and
 * nonce are right.
 *
 * @throws `id_token_invalid` naming the check; `provider_unavailable` and its kin when keys
 * cannot be had
 */
export async function verifyIdToken(
  idToken: string,
  expected: IdTokenExpectations,
): Promise<Claims> {
  const { keys, settings, now, metadata, nonce } = expected
  try {
    const { payload } = await jose.jwtVerify(idToken, keys.get, {
      issuer: metadata?.issuer ?? settings.issuer,
      audience: settings.clientId,
      algorithms: acceptedAlgorithms(metadata?.id_token_signing_alg_values_supported),
      clockTolerance: settings.clockTolerance,
      currentDate: new Date(now * 1000),
      requiredClaims: ['sub', 'iat', 'exp'],
    })
    checkClaims(payload, settings, now, nonce)
    return { ...payload, sub: String(payload.sub) }
  } catch (error) {
    throw protocolFault(error, 'ID token', 'id_token_invalid')
  }
}

function checkClaims(
  payload: jose.JWTPayload,
  settings: ProviderSettings,
  now: number,
  nonce: string | undefined,
): void {
  if (typeof payload.sub !== 'string' || payload.sub === '') refuse('sub')
  if (!Number.isSafeInteger(Math.floor(payload.exp ?? Number.NaN))) refuse('exp')
  const ahead = Math.max(IAT_AHEAD, settings.clockTolerance)
  if ((payload.iat ?? Number.NaN) > now + ahead) refuse('iat')
  const { azp } = payload
  if (Array.isArray(payload.aud) && payload.aud.length > 1 && azp === undefined) refuse('azp')
  if (azp !== undefined && azp !== settings.clientId) refuse('azp')
  if (nonce === undefined) return
  const given = payload.nonce
  if (typeof given !== 'string' || !equalText(given, nonce)) refuse('nonce')
}

function refuse(claim: string): never {
  throw new HallpassError('id_token_invalid', `ID token: the claim ${claim} is not as expected`)
}
