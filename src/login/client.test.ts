import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, test } from 'node:test'
import * as jose from 'jose'
import * as oauth from 'oauth4webapi'
import { everythingIn, rejection } from '../../tests/rejection.ts'
import { clientOf } from '../../tests/support/client-of.ts'
import { clockAt, START } from '../../tests/support/clock.ts'
import { LoopbackProvider } from '../../tests/support/loopback-provider.ts'
import type { PrivateJwk, ProviderSettings } from './types.ts'

describe('ProviderClient.auth', () => {
  let provider: LoopbackProvider
  beforeEach(async () => {
    provider = await LoopbackProvider.start()
  })
  afterEach(() => provider.close())

  /** How a token request of this client looks. */
  async function request(parts: Partial<ProviderSettings>, offered?: readonly string[]) {
    provider.announce({ token_endpoint_auth_methods_supported: offered })
    const client = clientOf(provider.issuer, parts)
    const auth = await client.auth()
    const body = new URLSearchParams()
    const headers = new Headers()
    await auth({ issuer: provider.issuer }, client.client, body, headers)
    return { body, authorization: headers.get('authorization') }
  }

  const SECRET = 'se:cret+x'
  const BASIC = `Basic ${Buffer.from('shop:se%3Acret%2Bx').toString('base64')}`

  test('sends nothing but its name without a secret', async () => {
    const { body, authorization } = await request({})
    assert.deepEqual([Object.fromEntries(body), authorization], [{ client_id: 'shop' }, null])
  })

  test('sends a secret in the header, encoded as RFC 6749 says', async () => {
    for (const offered of [undefined, [], ['client_secret_post', 'client_secret_basic']]) {
      const { body, authorization } = await request({ clientSecret: SECRET }, offered)
      assert.deepEqual([Object.fromEntries(body), authorization], [{}, BASIC])
    }
  })

  test('sends it in the body where the provider takes no other, or the option says so', async () => {
    const settings = { clientSecret: SECRET }
    const post = { client_id: 'shop', client_secret: SECRET }
    assert.deepEqual(
      Object.fromEntries((await request(settings, ['client_secret_post'])).body),
      post,
    )
    const said = { ...settings, clientAuth: 'client_secret_post' as const }
    assert.deepEqual(Object.fromEntries((await request(said, ['client_secret_basic'])).body), post)
    const basic = { ...settings, clientAuth: 'client_secret_basic' as const }
    assert.equal((await request(basic, ['client_secret_post'])).authorization, BASIC)
  })

  test('signs an assertion with a private key, with its id where it has one', async () => {
    const { privateKey, publicKey } = await jose.generateKeyPair('ES256', { extractable: true })
    const jwk = { ...(await jose.exportJWK(privateKey)), alg: 'ES256' } as PrivateJwk
    for (const kid of [undefined, 'key-9']) {
      const { body } = await request({ privateKey: { ...jwk, ...(kid && { kid }) } })
      const assertion = body.get('client_assertion') ?? ''
      const { payload, protectedHeader } = await jose.jwtVerify(assertion, publicKey, {
        currentDate: new Date(START * 1000),
      })
      assert.deepEqual([payload.iss, payload.sub], ['shop', 'shop'])
      assert.equal(payload.aud, provider.issuer)
      assert.equal(protectedHeader.kid, kid)
    }
  })

  test('says that a private key is none, and nothing of the key', async () => {
    const broken = [
      { kty: 'EC', crv: 'P-256', alg: 'ES256', x: 'AA', y: 'AA', d: 'marker' },
      { kty: 'none', alg: 'ES256', d: 'marker' },
      { kty: 'oct', alg: 'HS256', k: 'bWFya2Vy', d: 'marker' },
      { ...(await jose.exportJWK((await jose.generateKeyPair('ES256')).publicKey)), alg: 'ES256' },
    ]
    for (const privateKey of broken) {
      const client = clientOf(provider.issuer, { privateKey: privateKey as PrivateJwk })
      const error = await rejection(client.auth())
      assert.equal(error.code, 'invalid_config')
      assert.match(error.message, /login\.privateKey/)
      assert.doesNotMatch(everythingIn(error), /marker|bWFya2Vy/)
    }
  })

  test('is made once, and again when the provider was down', async () => {
    const clock = clockAt()
    const client = clientOf(provider.issuer, { clientSecret: SECRET }, clock)
    provider.answers.set('/.well-known/openid-configuration', { status: 503 })
    assert.equal((await rejection(client.auth())).code, 'provider_failed')
    provider.announce({})
    clock.time += 5
    const auth = await client.auth()
    assert.equal(await client.auth(), auth)
  })

  test('runs on the clock that was injected', async () => {
    const client = clientOf(provider.issuer, { clockTolerance: 7 }).client
    const skew = Number(client[oauth.clockSkew])
    assert.ok(Math.abs(Math.floor(Date.now() / 1000) + skew - START) <= 1)
    assert.equal(client[oauth.clockTolerance], 7)
  })
})
