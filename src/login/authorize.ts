/** The authorization request: code, PKCE S256, state, nonce, pushed when the provider offers it. */
import * as oauth from 'oauth4webapi'
import { HallpassError } from '../errors.ts'
import type { ProviderClient } from './client.ts'
import { protocolFault } from './faults.ts'
import type { Transaction } from './transaction.ts'

const STEP = 'pushed authorization request'

/** What a single login may ask for (OpenID Connect Core §3.1.2.1). */
export interface LoginParameters {
  readonly prompt?: string
  /** Seconds since the user last proved who they are. */
  readonly max_age?: number
  readonly acr_values?: string
  readonly login_hint?: string
  readonly ui_locales?: string
}

/** A transaction with fresh state, nonce and code verifier. */
export function newTransaction(
  rest: Omit<Transaction, 'state' | 'nonce' | 'codeVerifier'>,
): Transaction {
  return {
    state: oauth.generateRandomState(),
    nonce: oauth.generateRandomNonce(),
    codeVerifier: oauth.generateRandomCodeVerifier(),
    ...rest,
  }
}

/**
 * The address at the provider where the login goes on.
 *
 * @throws `provider_unavailable`, `provider_timeout`, `provider_failed`
 */
export async function authorizationUrl(
  client: ProviderClient,
  transaction: Transaction,
  asked: LoginParameters,
): Promise<URL> {
  const { settings } = client
  const metadata = await client.metadata.get()
  if (metadata.authorization_endpoint === undefined) {
    throw new HallpassError('provider_failed', 'provider metadata: no authorization_endpoint')
  }
  const parameters = new URLSearchParams({
    ...settings.parameters,
    ...texts(asked),
    client_id: settings.clientId,
    response_type: 'code',
    redirect_uri: transaction.redirectUri,
    scope: settings.scope,
    state: transaction.state,
    nonce: transaction.nonce,
    code_challenge: await oauth.calculatePKCECodeChallenge(transaction.codeVerifier),
    code_challenge_method: 'S256',
    ...(settings.responseMode === 'form_post' && { response_mode: 'form_post' }),
  })
  const url = new URL(metadata.authorization_endpoint)
  const sent =
    metadata.pushed_authorization_request_endpoint === undefined
      ? parameters
      : await push(client, metadata, parameters)
  for (const [name, value] of sent) url.searchParams.set(name, value)
  return url
}

/** What is undefined is not asked for. */
function texts(asked: LoginParameters): Record<string, string> {
  const given = Object.entries(asked).filter(([, value]) => value !== undefined)
  return Object.fromEntries(given.map(([name, value]) => [name, String(value)]))
}

/** RFC 9126: the parameters go by the back channel, the browser carries a reference. */
async function push(
  client: ProviderClient,
  metadata: oauth.AuthorizationServer,
  parameters: URLSearchParams,
): Promise<URLSearchParams> {
  try {
    const response = await oauth.pushedAuthorizationRequest(
      metadata,
      client.client,
      await client.auth(),
      parameters,
      client.call(STEP, 'provider_unavailable'),
    )
    const pushed = await oauth.processPushedAuthorizationResponse(metadata, client.client, response)
    return new URLSearchParams({
      client_id: client.settings.clientId,
      request_uri: pushed.request_uri,
    })
  } catch (error) {
    const step = `${STEP} with redirect_uri ${parameters.get('redirect_uri')}`
    throw protocolFault(error, step, 'provider_failed')
  }
}
