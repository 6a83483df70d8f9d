import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, test } from 'node:test'
import { everythingIn, rejection } from '../../tests/rejection.ts'
import { clientOf } from '../../tests/support/client-of.ts'
import { LoopbackProvider } from '../../tests/support/loopback-provider.ts'
import { endSessionUrl, revokeTokens } from './logout.ts'

const RETURN = 'https://shop.example/auth/logged-out'

describe('logout at the provider', () => {
  let provider: LoopbackProvider
  beforeEach(async () => {
    provider = await LoopbackProvider.start()
    provider.announce({
      revocation_endpoint: `${provider.issuer}/revoke`,
      end_session_endpoint: `${provider.issuer}/end?tenant=a`,
    })
    provider.answers.set('/revoke', { status: 200 })
  })
  afterEach(() => provider.close())

  test('revokes the refresh token, and the access token where there is no other', async () => {
    const client = clientOf(provider.issuer)
    await revokeTokens(client, { accessToken: 'access', refreshToken: 'refresh' })
    assert.deepEqual(Object.fromEntries(provider.last('/revoke').body), {
      token: 'refresh',
      token_type_hint: 'refresh_token',
      client_id: 'shop',
    })
    await revokeTokens(client, { accessToken: 'access' })
    assert.equal(provider.last('/revoke').body.get('token'), 'access')
    assert.equal(provider.last('/revoke').body.get('token_type_hint'), 'access_token')
  })

  test('revokes nothing where there is no token or no endpoint', async () => {
    await revokeTokens(clientOf(provider.issuer), {})
    provider.announce({})
    await revokeTokens(clientOf(provider.issuer), { refreshToken: 'refresh' })
    assert.equal(provider.count('/revoke'), 0)
  })

  test('says that a revocation failed, without the token', async () => {
    for (const answer of [
      { status: 400, json: { error: 'unsupported_token_type', error_description: 'marker' } },
      { status: 503, text: 'marker', type: 'text/plain' },
      { status: 404, text: 'marker', type: 'text/plain' },
    ]) {
      provider.answers.set('/revoke', answer)
      const error = await rejection(
        revokeTokens(clientOf(provider.issuer), { refreshToken: 'refresh-secret' }),
      )
      assert.equal(error.code, 'provider_failed')
      assert.doesNotMatch(everythingIn(error), /marker|refresh-secret/)
    }
  })

  test("goes to the provider's page with a hint, the way back and a state", async () => {
    const client = clientOf(provider.issuer)
    assert.equal(endSessionUrl(client, {}, RETURN, 's'), undefined)
    await client.metadata.get()
    const url = endSessionUrl(client, { idToken: 'id-token' }, RETURN, 's')
    assert.equal(url?.pathname, '/end')
    assert.deepEqual(Object.fromEntries(url?.searchParams ?? []), {
      tenant: 'a',
      id_token_hint: 'id-token',
      client_id: 'shop',
      post_logout_redirect_uri: RETURN,
      state: 's',
    })
    const without = endSessionUrl(client, {}, RETURN, 's')
    assert.equal(without?.searchParams.has('id_token_hint'), false)
  })

  test('goes nowhere where the provider has no such page', async () => {
    for (const endpoint of [undefined, 5, 'no url']) {
      const metadata = { issuer: provider.issuer, end_session_endpoint: endpoint } as object
      const known = { metadata: { issuer: provider.issuer, ...metadata } }
      assert.equal(endSessionUrl(clientOf(provider.issuer, known), {}, RETURN, 's'), undefined)
    }
  })

  test("goes to Cognito's own page", () => {
    const metadata = { issuer: 'https://id.example', authorization_endpoint: 'https://a.example/x' }
    const client = clientOf('https://id.example', { dialect: 'cognito', metadata })
    const url = endSessionUrl(client, { idToken: 'id-token' }, RETURN, 's')
    const query = new URLSearchParams({ client_id: 'shop', logout_uri: RETURN })
    assert.equal(url?.href, `https://a.example/logout?${query}`)
  })
})
