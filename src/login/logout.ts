/** Ending a session at the provider: tokens revoked, its own session ended. */
import * as oauth from 'oauth4webapi'
import type { TokenSet } from '../session/state.ts'
import type { ProviderClient } from './client.ts'
import { protocolFault } from './faults.ts'
import { cognitoLogoutUrl } from './presets/cognito-logout.ts'

const STEP = 'token revocation'

/**
 * Revokes the refresh token, and the access token where there is no other (RFC 7009). Nothing
 * happens when the provider has no such endpoint.
 *
 * @throws the provider's faults
 */
export async function revokeTokens(client: ProviderClient, tokens: TokenSet): Promise<void> {
  const metadata = await client.metadata.get()
  const token = tokens.refreshToken ?? tokens.accessToken
  if (token === undefined || metadata.revocation_endpoint === undefined) return
  try {
    const response = await oauth.revocationRequest(
      metadata,
      client.client,
      await client.auth(),
      token,
      {
        ...client.call(STEP, 'provider_failed'),
        additionalParameters: {
          token_type_hint: tokens.refreshToken === undefined ? 'access_token' : 'refresh_token',
        },
      },
    )
    await oauth.processRevocationResponse(response)
  } catch (error) {
    throw protocolFault(error, STEP, 'provider_failed')
  }
}

/**
 * Where the browser goes to end its session at the provider (OpenID Connect RP-Initiated
 * Logout 1.0); undefined when the provider has no such page, or is not known yet because it
 * was down all along.
 */
export function endSessionUrl(
  client: ProviderClient,
  tokens: TokenSet,
  returnUri: string,
  state: string,
): URL | undefined {
  const { settings } = client
  if (settings.dialect === 'cognito') return cognitoLogoutUrl(settings, returnUri)
  const endpoint = client.metadata.peek()?.end_session_endpoint
  if (typeof endpoint !== 'string' || !URL.canParse(endpoint)) return undefined
  const url = new URL(endpoint)
  if (tokens.idToken !== undefined) url.searchParams.set('id_token_hint', tokens.idToken)
  url.searchParams.set('client_id', settings.clientId)
  url.searchParams.set('post_logout_redirect_uri', returnUri)
  url.searchParams.set('state', state)
  return url
}
