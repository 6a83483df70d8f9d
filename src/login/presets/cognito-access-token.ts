/** Verifies Cognito's access tokens, which are JWTs with a `client_id` and no `aud`. */
import * as jose from 'jose'
import { HallpassError } from '../../errors.ts'
import { protocolFault } from '../faults.ts'
import type { ProviderSettings } from '../types.ts'

/** Seconds that `iat` may lie ahead whatever the leeway: clocks differ, issuing is no expiry. */
const IAT_AHEAD = 30

/** What an access token is checked against. */
export interface AccessTokenExpectations {
  readonly keys: { readonly get: jose.JWTVerifyGetKey }
  readonly settings: Pick<ProviderSettings, 'issuer' | 'clientId' | 'clockTolerance'>
  /** Seconds since the epoch. */
  readonly now: number
}

/**
 * The claims of an access token: RS256 by the pool's keys, its issuer, `token_use` access, for
 * our client, not expired. Amazon's guide "Verifying JSON web tokens" lists these checks.
 *
 * @throws `access_token_invalid` naming the check; `provider_unavailable` and its kin when keys
 * cannot be had
 */
export async function verifyCognitoAccessToken(
  token: string,
  expected: AccessTokenExpectations,
): Promise<Readonly<Record<string, unknown>>> {
  const { keys, settings, now } = expected
  try {
    const { payload } = await jose.jwtVerify(token, keys.get, {
      issuer: settings.issuer,
      algorithms: ['RS256'],
      clockTolerance: settings.clockTolerance,
      currentDate: new Date(now * 1000),
      requiredClaims: ['sub', 'iat', 'exp', 'token_use', 'client_id'],
    })
    const { sub, iat, token_use: use, client_id: client } = payload
    if (typeof sub !== 'string' || sub === '') refuse('sub')
    // An ID token has the same signer and issuer: only this claim tells them apart.
    if (use !== 'access') refuse('token_use')
    if (client !== settings.clientId) refuse('client_id')
    if ((iat ?? Number.NaN) > now + Math.max(IAT_AHEAD, settings.clockTolerance)) refuse('iat')
    return payload
  } catch (error) {
    throw protocolFault(error, 'access token', 'access_token_invalid')
  }
}

function refuse(claim: string): never {
  throw new HallpassError(
    'access_token_invalid',
    `access token: the claim ${claim} is not as expected`,
  )
}
