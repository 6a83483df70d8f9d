/** From a token response to the tokens that a session keeps. */
import type * as oauth from 'oauth4webapi'
import type { TokenSet } from '../session/state.ts'
import type { ProviderClient } from './client.ts'

/** The parts of a token response that are used. */
export type TokenResponse = Pick<
  oauth.TokenEndpointResponse,
  'access_token' | 'refresh_token' | 'id_token' | 'expires_in'
>

/**
 * The tokens of a response, with the time when a refresh is due.
 *
 * @param now - Seconds since the epoch.
 */
export function tokenSet(client: ProviderClient, response: TokenResponse, now: number): TokenSet {
  const { access_token: accessToken, refresh_token: refreshToken, id_token: idToken } = response
  const lifetime = response.expires_in
  const times =
    lifetime === undefined || !Number.isSafeInteger(Math.floor(lifetime))
      ? {}
      : {
          accessTokenExpiresAt: now + Math.floor(lifetime),
          // Ahead of the expiry by a minute, or by a fifth of a short life.
          refreshAt: now + Math.floor(lifetime - Math.min(60, lifetime / 5)),
        }
  return {
    accessToken,
    ...times,
    ...(refreshToken !== undefined && client.settings.refresh && { refreshToken }),
    ...(idToken !== undefined && { idToken }),
  }
}
