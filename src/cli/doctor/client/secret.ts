/** Whether the provider knows the client and its secret: asked for tokens for a code that nobody has. */
import { randomBytes } from 'node:crypto'
import * as oauth from 'oauth4webapi'
import { isHallpassError } from '../../../errors.ts'
import type { ProviderSettings } from '../../../login/types.ts'
import { fetchOf } from '../fetch-of.ts'
import { type Finding, failed, ok, warning } from '../finding.ts'
import { CLIENT_ID, CLIENT_SECRET } from '../subject.ts'
import type { Wire } from '../wire.ts'
import { clientOver, errorIn } from './ask.ts'

const NAME = 'client.secret'
const METHODS = ['client_secret_basic', 'client_secret_post'] as const

/** Makes a token request with an invented code, which burns none: `invalid_grant` is the good answer. */
export async function checkSecret(
  settings: ProviderSettings,
  wire: Wire,
  redirectUri: string,
): Promise<Finding[]> {
  if (settings.metadata?.token_endpoint === undefined) return []
  const error = await ask(settings, wire, redirectUri)
  if (error === 'invalid_grant') return [ok(NAME, 'the provider knows the client and its secret')]
  if (error === 'invalid_client' || error === 'HTTP 401') {
    return [await wrongClient(settings, wire, redirectUri, error)]
  }
  if (error === 'unauthorized_client' || error === 'unsupported_grant_type') {
    const fix = 'Allow the client the authorization code flow at the provider.'
    return [failed(NAME, `the client may not do that (${error})`, fix)]
  }
  const found = `it cannot be told: the provider answers ${error} to a code that nobody has`
  return [warning(NAME, found, 'Sign in once by hand; the log says whether the secret is taken.')]
}

/** The other way to send a secret may be the one that this client is registered with. */
async function wrongClient(
  settings: ProviderSettings,
  wire: Wire,
  redirectUri: string,
  error: string,
): Promise<Finding> {
  const offered = settings.metadata?.token_endpoint_auth_methods_supported ?? []
  const used = METHODS.find((one) => offered.includes(one)) ?? METHODS[0]
  const other = METHODS.find((one) => one !== used && offered.includes(one))
  if (settings.clientSecret !== undefined && other !== undefined) {
    const again = await ask({ ...settings, clientAuth: other }, wire, redirectUri)
    if (again === 'invalid_grant') {
      const found = `the provider takes this client’s secret by ${other} only, and offers ${used}, too, which hallpass prefers`
      return failed(NAME, found, `Set the client’s token endpoint authentication to ${used}.`)
    }
  }
  const fix = `Compare ${CLIENT_ID} and ${CLIENT_SECRET} with what the provider has; a copied secret often has a character too few or too many.`
  return failed(NAME, `the provider refuses the client or its secret (${error})`, fix)
}

/** The code of the error that the provider answers with. */
async function ask(settings: ProviderSettings, wire: Wire, redirectUri: string): Promise<string> {
  const client = clientOver(settings, fetchOf(wire))
  try {
    const response = await oauth.genericTokenEndpointRequest(
      await client.metadata.get(),
      client.client,
      await client.auth(),
      'authorization_code',
      {
        code: `hallpass-doctor-${randomBytes(18).toString('base64url')}`,
        redirect_uri: redirectUri,
        code_verifier: oauth.generateRandomCodeVerifier(),
      },
      client.call('token request', 'provider_failed'),
    )
    return response.ok ? 'no error' : (await errorIn(response)).error
  } catch (error) {
    if (isHallpassError(error)) return error.message
    throw error
  }
}
