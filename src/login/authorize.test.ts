import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, test } from 'node:test'
import { everythingIn, rejection } from '../../tests/rejection.ts'
import { clientOf } from '../../tests/support/client-of.ts'
import { START } from '../../tests/support/clock.ts'
import { LoopbackProvider } from '../../tests/support/loopback-provider.ts'
import { authorizationUrl, type LoginParameters, newTransaction } from './authorize.ts'

const REDIRECT_URI = 'https://shop.example/auth/callback'
const transaction = newTransaction({
  provider: 'oidc',
  issuer: 'https://id.example',
  clientId: 'shop',
  redirectUri: REDIRECT_URI,
  returnTo: '/',
  startedAt: START,
})
const CHALLENGE = createHash('sha256').update(transaction.codeVerifier).digest('base64url')
const FLOW = {
  client_id: 'shop',
  response_type: 'code',
  redirect_uri: REDIRECT_URI,
  scope: 'openid',
  state: transaction.state,
  nonce: transaction.nonce,
  code_challenge: CHALLENGE,
  code_challenge_method: 'S256',
}

describe('newTransaction', () => {
  test('makes state, nonce and verifier anew each time, of 256 bits each', () => {
    const { state, nonce, codeVerifier, ...rest } = transaction
    const other = newTransaction(rest)
    const all = [state, nonce, codeVerifier, other.state, other.nonce, other.codeVerifier]
    assert.equal(new Set(all).size, 6)
    for (const value of all) assert.match(value, /^[\w-]{43}$/)
  })
})

describe('authorizationUrl', () => {
  let provider: LoopbackProvider
  beforeEach(async () => {
    provider = await LoopbackProvider.start()
  })
  afterEach(() => provider.close())
  const url = (parts = {}, asked: LoginParameters = {}) =>
    authorizationUrl(clientOf(provider.issuer, parts), transaction, asked)
  const query = async (...args: Parameters<typeof url>) =>
    Object.fromEntries((await url(...args)).searchParams)

  test('asks for a code with PKCE S256, state and nonce', async () => {
    const made = await url()
    assert.equal(made.origin + made.pathname, `${provider.issuer}/authorize`)
    assert.deepEqual(Object.fromEntries(made.searchParams), FLOW)
  })

  test('adds what the options and this login ask for; the login wins', async () => {
    const parameters = { audience: 'api', prompt: 'login' }
    assert.deepEqual(await query({ parameters }, { prompt: 'none', max_age: 0 }), {
      ...FLOW,
      audience: 'api',
      prompt: 'none',
      max_age: '0',
    })
  })

  test('leaves out what is undefined', async () => {
    const asked = { login_hint: undefined, prompt: 'login' } as unknown as LoginParameters
    assert.deepEqual(await query({}, asked), { ...FLOW, prompt: 'login' })
  })

  test('lets nobody change the parameters of the flow', async () => {
    const evil = {
      state: 'x',
      nonce: 'x',
      redirect_uri: 'https://evil.example',
      response_type: 'x',
    }
    assert.deepEqual(await query({ parameters: evil }, evil as LoginParameters), FLOW)
  })

  test('asks for a form_post where the option says so', async () => {
    assert.equal((await query({ responseMode: 'form_post' })).response_mode, 'form_post')
  })

  test("keeps the query of the provider's own address", async () => {
    provider.announce({ authorization_endpoint: `${provider.issuer}/authorize?tenant=a&state=x` })
    assert.deepEqual(await query(), { ...FLOW, tenant: 'a' })
  })

  test('pushes the parameters where the provider takes them, and carries a reference', async () => {
    provider.announce({ pushed_authorization_request_endpoint: `${provider.issuer}/par` })
    const json = { request_uri: 'urn:request:1', expires_in: 60 }
    provider.answers.set('/par', { status: 201, json })
    const sent = await query({ clientSecret: 'secret', clientAuth: 'client_secret_basic' })
    assert.deepEqual(sent, { client_id: 'shop', request_uri: 'urn:request:1' })
    const { body, headers } = provider.last('/par')
    assert.deepEqual(Object.fromEntries(body), FLOW)
    assert.match(headers.authorization ?? '', /^Basic /)
  })

  test('says what went wrong with the push', async () => {
    provider.announce({ pushed_authorization_request_endpoint: `${provider.issuer}/par` })
    const wrong = [
      { status: 400, json: { error: 'invalid_request', error_description: 'marker' } },
      { status: 200, json: { request_uri: 'marker' } },
      { status: 201, json: { marker: 1 } },
      { status: 500, text: 'marker', type: 'text/plain' },
    ]
    for (const answer of wrong) {
      provider.answers.set('/par', answer)
      const error = await rejection(url())
      assert.equal(error.code, 'provider_failed')
      assert.match(error.message, /pushed authorization request/)
      assert.doesNotMatch(everythingIn(error), /marker/)
    }
    provider.answers.set('/par', (_, response) => {
      response.destroy()
      return undefined
    })
    assert.equal((await rejection(url())).code, 'provider_unavailable')
  })

  test('needs an authorization endpoint', async () => {
    provider.announce({ authorization_endpoint: undefined })
    const error = await rejection(url())
    assert.equal(error.code, 'provider_failed')
    assert.match(error.message, /no authorization_endpoint/)
  })
})
