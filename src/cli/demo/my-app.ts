/** The registration of an app that is still to be written: the one of whoever tries hallpass. */
import type { ClientMetadata } from 'oidc-provider'

/** Where that app runs. */
export const MY_APP_URL = 'http://localhost:3000'

/** It is known to all, secret included: the provider is on this machine alone. */
export const MY_APP: ClientMetadata & { readonly client_secret: string } = {
  client_id: 'my-app',
  client_name: 'Your own app',
  client_secret: 'my-app-secret',
  redirect_uris: [`${MY_APP_URL}/auth/callback`],
  post_logout_redirect_uris: [`${MY_APP_URL}/auth/logged-out`],
  grant_types: ['authorization_code', 'refresh_token'],
  response_types: ['code'],
}
