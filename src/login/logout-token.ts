/** Logout tokens of OpenID Connect Back-Channel Logout 1.0. */
import * as jose from 'jose'
import { HallpassError } from '../errors.ts'
import type { ProviderEnd } from '../session/ends.ts'
import { isRecord } from '../session/state.ts'
import type { ProviderClient } from './client.ts'
import { protocolFault } from './faults.ts'
import { acceptedAlgorithms } from './id-token.ts'

const STEP = 'logout token'
const EVENT = 'http://schemas.openid.net/event/backchannel-logout'

/** What a logout token says. */
export interface LogoutToken {
  readonly end: ProviderEnd
  /** Unique for each token of the issuer. */
  readonly jti: string
  /** When the token runs out (seconds since the epoch). */
  readonly expiresAt: number
}

/**
 * Which sessions a logout token ends (§2.6: signature, issuer, audience, times, `jti`, the
 * event, a `sid` or a `sub`, and no `nonce`, which would make an ID token pass for one).
 *
 * @throws `logout_token_invalid`, and the provider's faults
 */
export async function verifyLogoutToken(
  client: ProviderClient,
  token: string,
): Promise<LogoutToken> {
  const { settings, ports } = client
  const metadata = await client.metadata.get()
  try {
    const { payload } = await jose.jwtVerify(token, client.keys.get, {
      issuer: metadata.issuer,
      audience: settings.clientId,
      algorithms: acceptedAlgorithms(metadata.id_token_signing_alg_values_supported),
      clockTolerance: settings.clockTolerance,
      currentDate: new Date(ports.now() * 1000),
      requiredClaims: ['iat', 'exp', 'jti', 'events'],
    })
    const { jti, exp } = payload
    if (typeof jti !== 'string' || jti === '' || exp === undefined) refuse('jti')
    return { end: ends(payload, settings.issuer, settings.clientId), jti, expiresAt: exp }
  } catch (error) {
    throw protocolFault(error, STEP, 'logout_token_invalid')
  }
}

function ends(payload: jose.JWTPayload, issuer: string, clientId: string): ProviderEnd {
  const { events, sub, sid, nonce } = payload
  if (!isRecord(events) || !isRecord(events[EVENT])) refuse('events')
  if (nonce !== undefined) refuse('nonce')
  if (typeof sid === 'string' && sid !== '') return { issuer, clientId, sid }
  if (typeof sub !== 'string' || sub === '') refuse('sid or sub')
  return { issuer, clientId, sub }
}

function refuse(claim: string): never {
  throw new HallpassError('logout_token_invalid', `${STEP}: the claim ${claim} is not as expected`)
}
