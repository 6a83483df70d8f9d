/** The registration of an app that is still to be written: the one of whoever tries hallpass. */
import type { ClientMetadata } from 'oidc-provider'

/** Where that app runs. */
export const MY_APP_URL = 'http://localhost:3000'

/** Where a guard runs, if nothing else is said. */
export const MY_GUARD_URL = 'http://localhost:8701'

/** A guard may also be part of the app. */
const GUARDS = [MY_APP_URL, MY_GUARD_URL]

/** It is known to all, secret included: the provider is on this machine alone. */
export const MY_APP: ClientMetadata & { readonly client_secret: string } = {
  client_id: 'my-app',
  client_name: 'Your own app',
  client_secret: 'my-app-secret',
  redirect_uris: [`${MY_APP_URL}/auth/callback`, ...GUARDS.map((url) => `${url}/oidc_callback`)],
  post_logout_redirect_uris: [
    `${MY_APP_URL}/auth/logged-out`,
    ...GUARDS.map((url) => `${url}/sign-out`),
  ],
  grant_types: ['authorization_code', 'refresh_token'],
  response_types: ['code'],
}
