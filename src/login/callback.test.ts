import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, test } from 'node:test'
import { refusal } from '../../tests/refusal.ts'
import { everythingIn, rejection } from '../../tests/rejection.ts'
import { clientOf } from '../../tests/support/client-of.ts'
import { clockAt, START } from '../../tests/support/clock.ts'
import { LoopbackProvider } from '../../tests/support/loopback-provider.ts'
import { newTransaction } from './authorize.ts'
import { answerState, exchangeCode } from './callback.ts'

const query = (text: string) => new URLSearchParams(text)

describe('answerState', () => {
  test('gives the state', () => {
    assert.equal(answerState(query('code=c&state=s')), 's')
  })

  test('needs one state', () => {
    for (const text of ['', 'code=c', 'state=']) {
      assert.equal(refusal(() => answerState(query(text))).code, 'state_missing', text)
    }
  })

  test('takes no parameter of an answer twice', () => {
    for (const name of ['state', 'code', 'iss', 'error', 'error_description', 'response']) {
      const error = refusal(() => answerState(query(`state=s&${name}=a&${name}=a`)))
      assert.equal(error.code, 'duplicate_parameter', name)
    }
    assert.equal(answerState(query('state=s&x=1&x=2')), 's')
  })
})

describe('exchangeCode', () => {
  let provider: LoopbackProvider
  beforeEach(async () => {
    provider = await LoopbackProvider.start()
  })
  afterEach(() => provider.close())

  const transaction = newTransaction({
    provider: 'oidc',
    issuer: 'https://id.example',
    clientId: 'shop',
    redirectUri: 'https://shop.example/auth/callback',
    returnTo: '/',
    startedAt: START,
  })
  const { state, nonce } = transaction
  const exchange = (answer: Record<string, string>, parts: object = {}) =>
    exchangeCode(clientOf(provider.issuer), new URLSearchParams(answer), {
      ...transaction,
      ...parts,
    })

  async function tokens(claims: object = {}) {
    const idToken = await provider.sign({
      iss: provider.issuer,
      aud: 'shop',
      sub: 'user-1',
      iat: START,
      exp: START + 60,
      nonce,
      ...claims,
    })
    const json = { access_token: 'at', token_type: 'Bearer', id_token: idToken, expires_in: 60 }
    provider.answers.set('/token', { json })
  }

  test('trades the code for tokens, with the verifier and the redirect URI of the login', async () => {
    await tokens()
    const response = await exchange({ state, code: 'code-1' })
    assert.equal(response.access_token, 'at')
    assert.deepEqual(Object.fromEntries(provider.last('/token').body), {
      grant_type: 'authorization_code',
      code: 'code-1',
      client_id: 'shop',
      redirect_uri: transaction.redirectUri,
      code_verifier: transaction.codeVerifier,
    })
  })

  test('asks the provider nothing for an answer that is not to be believed', async () => {
    provider.announce({ authorization_response_iss_parameter_supported: true })
    const iss = provider.issuer
    for (const [answer, code] of [
      [{ state, code: 'c' }, 'issuer_mismatch'],
      [{ state, code: 'c', iss: 'https://evil.example' }, 'issuer_mismatch'],
      [{ state, code: 'c', iss: '' }, 'issuer_mismatch'],
      [{ state: 'other', code: 'c', iss }, 'callback_invalid'],
      [{ state, iss }, 'callback_invalid'],
      [{ state, code: '', iss }, 'callback_invalid'],
      [{ state, code: 'c', response: 'jwt', iss }, 'callback_invalid'],
      [{ state, error: 'access_denied', iss }, 'access_denied'],
      [{ state, code: 'c', error: 'server_error', iss }, 'provider_error'],
    ] as const) {
      assert.equal((await rejection(exchange(answer))).code, code, JSON.stringify(answer))
    }
    assert.equal(provider.count('/token'), 0)
  })

  test('shows the error of the provider as one short line', async () => {
    const description = `first\r\nforged: line\u2028${'x'.repeat(1000)}`
    const error = await rejection(
      exchange({ state, error: 'server_error', error_description: description }),
    )
    assert.match(error.message, /^The provider answered server_error: first {2}forged: line x+$/)
    assert.ok(error.message.length < 350)
    const bare = await rejection(exchange({ state, error: 'login_required' }))
    assert.equal(bare.message, 'The provider answered login_required')
  })

  test('wants an ID token of this login', async () => {
    provider.answers.set('/token', { json: { access_token: 'at', token_type: 'Bearer' } })
    assert.equal((await rejection(exchange({ state, code: 'c' }))).code, 'id_token_invalid')
    await tokens({ nonce: 'other' })
    assert.equal((await rejection(exchange({ state, code: 'c' }))).code, 'id_token_invalid')
  })

  test('wants a login as young as was asked for', async () => {
    for (const [authTime, good] of [
      [START - 60, true],
      [START - 120, false],
      [undefined, false],
    ] as const) {
      await tokens({ auth_time: authTime })
      const exchanged = exchange({ state, code: 'c' }, { maxAge: 60 })
      if (good) assert.ok(await exchanged)
      else assert.equal((await rejection(exchanged)).code, 'id_token_invalid')
    }
  })

  test('takes a token response whose ID token is of now on the injected clock alone', async () => {
    await tokens()
    const late = clientOf(provider.issuer, {}, clockAt(START + 1000))
    const answer = new URLSearchParams({ state, code: 'c' })
    assert.equal(
      (await rejection(exchangeCode(late, answer, transaction))).code,
      'id_token_invalid',
    )
  })

  test('says what went wrong at the token endpoint, without its words', async () => {
    for (const [answer, code] of [
      [{ status: 400, json: { error: 'invalid_grant', note: 'marker' } }, 'callback_invalid'],
      [{ status: 401, json: { error: 'invalid_client' } }, 'provider_failed'],
      [{ status: 500, text: 'marker', type: 'text/html' }, 'provider_failed'],
      [{ text: '<b>marker</b>', type: 'text/html' }, 'provider_failed'],
      [{ status: 302, headers: { location: '/marker' } }, 'provider_failed'],
    ] as const) {
      provider.answers.set('/token', answer)
      const error = await rejection(exchange({ state, code: 'c' }))
      assert.equal(error.code, code)
      assert.doesNotMatch(everythingIn(error), /marker/)
    }
  })
})
