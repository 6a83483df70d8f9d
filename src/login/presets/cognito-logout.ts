/** Cognito's own logout page: not that of OpenID Connect. */
import type { ProviderSettings } from '../types.ts'

/**
 * Where the browser ends its session at Cognito. `logoutUri` must be a sign-out URL of the app
 * client, letter for letter. Cognito takes neither `id_token_hint` nor `state` here, and its
 * advertised `end_session_endpoint` is not used.
 *
 * Undefined when the settings have no authorization endpoint, whose host serves the page.
 *
 * @example
 * // https://auth.shop.example/logout?client_id=…&logout_uri=https%3A%2F%2Fshop.example%2Fbye
 * cognitoLogoutUrl(settings, 'https://shop.example/bye')
 */
export function cognitoLogoutUrl(settings: ProviderSettings, logoutUri: string): URL | undefined {
  const endpoint = settings.metadata?.authorization_endpoint
  if (endpoint === undefined) return undefined
  const url = new URL('/logout', endpoint)
  url.searchParams.set('client_id', settings.clientId)
  url.searchParams.set('logout_uri', logoutUri)
  return url
}
