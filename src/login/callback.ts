/** The provider's answer: checked, and its code exchanged for tokens. */
import * as oauth from 'oauth4webapi'
import { HallpassError } from '../errors.ts'
import { single } from '../http/form.ts'
import type { ProviderClient } from './client.ts'
import { protocolFault } from './faults.ts'
import type { TokenResponse } from './token-set.ts'
import type { Transaction } from './transaction.ts'

const STEP = 'token request'

/** Parameters that may stand in an answer once only. */
const PARAMETERS = ['state', 'code', 'iss', 'error', 'error_description', 'response', 'id_token']

/**
 * The `state` of an answer.
 *
 * @throws `duplicate_parameter`, `state_missing`
 */
export function answerState(parameters: URLSearchParams): string {
  for (const name of PARAMETERS) single(parameters, name)
  const state = single(parameters, 'state')
  if (state === undefined || state === '') {
    throw new HallpassError('state_missing', 'The answer has no state')
  }
  return state
}

/**
 * Exchanges the code of a checked answer for tokens. No call is made unless the answer came
 * from the provider of the transaction (RFC 9207 `iss`) and holds a code.
 *
 * @throws `access_denied`, `provider_error`, `issuer_mismatch`, `callback_invalid`,
 * `id_token_invalid`, and the provider's faults
 */
export async function exchangeCode(
  client: ProviderClient,
  parameters: URLSearchParams,
  transaction: Transaction,
): Promise<TokenResponse> {
  const metadata = await client.metadata.get()
  const checked = checkAnswer(client, metadata, parameters, transaction.state)
  try {
    const response = await oauth.authorizationCodeGrantRequest(
      metadata,
      client.client,
      await client.auth(),
      checked,
      transaction.redirectUri,
      transaction.codeVerifier,
      client.call(STEP, 'provider_failed'),
    )
    const options = {
      expectedNonce: transaction.nonce,
      requireIdToken: true,
      ...(transaction.maxAge !== undefined && { maxAge: transaction.maxAge }),
    }
    return await oauth.processAuthorizationCodeResponse(metadata, client.client, response, options)
  } catch (error) {
    throw protocolFault(error, STEP, 'id_token_invalid')
  }
}

function checkAnswer(
  client: ProviderClient,
  metadata: oauth.AuthorizationServer,
  parameters: URLSearchParams,
  state: string,
): URLSearchParams {
  const iss = single(parameters, 'iss')
  const mustHaveIss = metadata.authorization_response_iss_parameter_supported === true
  if (iss === undefined ? mustHaveIss : iss !== metadata.issuer) {
    throw new HallpassError('issuer_mismatch', 'The answer is not of the provider that was asked')
  }
  let checked: URLSearchParams
  try {
    checked = oauth.validateAuthResponse(metadata, client.client, parameters, state)
  } catch (error) {
    if (error instanceof oauth.AuthorizationResponseError) throw answeredError(error)
    throw protocolFault(error, 'authorization response', 'callback_invalid')
  }
  if (!checked.get('code')) {
    throw new HallpassError('callback_invalid', 'The answer holds neither a code nor an error')
  }
  return checked
}

/** What the provider wrote is text of a stranger: shortened, and shown as text only. */
function answeredError(error: oauth.AuthorizationResponseError): HallpassError {
  const { error: word, error_description: description } = error
  if (word === 'access_denied') {
    return new HallpassError('access_denied', 'The sign-in was cancelled')
  }
  const said = description === undefined ? word : `${word}: ${description}`
  // RFC 6749 §4.1.2.1 allows printable ASCII only: a line break would forge a line of the log.
  const text = said.replace(/[^\x20-\x7e]/g, ' ').slice(0, 300)
  return new HallpassError('provider_error', `The provider answered ${text}`)
}
