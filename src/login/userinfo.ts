/** The userinfo endpoint (OpenID Connect Core §5.3), as JSON or as a signed JWT. */
import * as jose from 'jose'
import * as oauth from 'oauth4webapi'
import { HallpassError } from '../errors.ts'
import { isRecord } from '../session/state.ts'
import type { ProviderClient } from './client.ts'
import { protocolFault } from './faults.ts'
import { acceptedAlgorithms } from './id-token.ts'

const STEP = 'userinfo'

/**
 * Claims about the user who owns the access token; none when the provider has no such endpoint
 * or the option `userinfo` is off. The `sub` must be that of the ID token (§5.3.2).
 *
 * @throws `userinfo_invalid`, and the provider's faults
 */
export async function fetchUserinfo(
  client: ProviderClient,
  accessToken: string,
  sub: string,
): Promise<Readonly<Record<string, unknown>>> {
  const metadata = await client.metadata.get()
  if (!client.settings.userinfo || metadata.userinfo_endpoint === undefined) return {}
  try {
    const response = await oauth.userInfoRequest(
      metadata,
      client.client,
      accessToken,
      client.call(STEP, 'provider_failed'),
    )
    const type = response.headers.get('content-type') ?? ''
    if (/^application\/jwt\b/i.test(type)) return await signed(client, await response.text(), sub)
    return await oauth.processUserInfoResponse(metadata, client.client, sub, response)
  } catch (error) {
    throw protocolFault(error, STEP, 'userinfo_invalid')
  }
}

async function signed(
  client: ProviderClient,
  token: string,
  sub: string,
): Promise<Readonly<Record<string, unknown>>> {
  const { settings, ports } = client
  const { userinfo_signing_alg_values_supported: announced, issuer } = await client.metadata.get()
  const { payload } = await jose.jwtVerify(token, client.keys.get, {
    issuer,
    audience: settings.clientId,
    algorithms: acceptedAlgorithms(announced),
    clockTolerance: settings.clockTolerance,
    currentDate: new Date(ports.now() * 1000),
  })
  if (!isRecord(payload) || payload.sub !== sub) {
    throw new HallpassError('userinfo_invalid', `${STEP}: it is about another user`)
  }
  return payload
}
