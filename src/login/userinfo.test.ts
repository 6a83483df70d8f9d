import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, test } from 'node:test'
import { SignJWT } from 'jose'
import { everythingIn, rejection } from '../../tests/rejection.ts'
import { clientOf } from '../../tests/support/client-of.ts'
import { START } from '../../tests/support/clock.ts'
import { LoopbackProvider, signingKey } from '../../tests/support/loopback-provider.ts'
import { fetchUserinfo } from './userinfo.ts'

describe('fetchUserinfo', () => {
  let provider: LoopbackProvider
  beforeEach(async () => {
    provider = await LoopbackProvider.start()
    provider.announce({ userinfo_signing_alg_values_supported: ['ES256'] })
  })
  afterEach(() => provider.close())
  const fetch = (parts = {}) => fetchUserinfo(clientOf(provider.issuer, parts), 'token-1', 'user-1')

  test('gives the claims of the user, with the token in the header', async () => {
    provider.answers.set('/userinfo', { json: { sub: 'user-1', email: 'a@example.com' } })
    assert.deepEqual({ ...(await fetch()) }, { sub: 'user-1', email: 'a@example.com' })
    const { headers, method } = provider.last('/userinfo')
    assert.deepEqual([method, headers.authorization], ['GET', 'Bearer token-1'])
  })

  test('asks nobody when it is off, or when there is no such endpoint', async () => {
    assert.deepEqual(await fetch({ userinfo: false }), {})
    provider.announce({ userinfo_endpoint: undefined })
    assert.deepEqual(await fetch(), {})
    assert.equal(provider.count('/userinfo'), 0)
  })

  test('refuses claims about somebody else, or about nobody', async () => {
    for (const json of [{ sub: 'evil' }, {}, { sub: 5 }, { sub: '' }]) {
      provider.answers.set('/userinfo', { json })
      const error = await rejection(fetch())
      assert.equal(error.code, 'userinfo_invalid')
      assert.doesNotMatch(everythingIn(error), /evil|token-1/)
    }
  })

  test('takes claims that the provider signed for this client', async () => {
    const claims = { iss: provider.issuer, aud: 'shop', sub: 'user-1', iat: START }
    const answer = async (changes: object, key = provider.key, type = 'application/jwt') => {
      const { kid, alg } = key
      const text = await new SignJWT({ ...claims, ...changes })
        .setProtectedHeader({ alg, kid })
        .sign(key.privateKey)
      provider.answers.set('/userinfo', { text, type })
    }
    await answer({ name: 'Ada' })
    assert.equal((await fetch()).name, 'Ada')
    await answer({ name: 'Ada' }, provider.key, 'application/jwt; charset=utf-8')
    assert.equal((await fetch()).name, 'Ada')
    for (const changes of [
      { sub: 'evil' },
      { sub: undefined },
      { iss: 'https://evil.example' },
      { iss: undefined },
      { aud: 'evil' },
      { aud: undefined },
      { exp: START - 60 },
    ]) {
      await answer(changes)
      assert.equal((await rejection(fetch())).code, 'userinfo_invalid', JSON.stringify(changes))
    }
    await answer({}, await signingKey('key-1'))
    assert.equal((await rejection(fetch())).code, 'userinfo_invalid')
    provider.answers.set('/userinfo', { text: 'no.jwt', type: 'application/jwt' })
    assert.equal((await rejection(fetch())).code, 'userinfo_invalid')
  })

  test('says that the provider failed', async () => {
    for (const answer of [
      { status: 401, headers: { 'www-authenticate': 'Bearer error="marker"' } },
      { status: 500 },
      { text: '<p>marker</p>', type: 'text/html' },
    ]) {
      provider.answers.set('/userinfo', answer)
      const error = await rejection(fetch())
      assert.equal(error.code, 'provider_failed')
      assert.doesNotMatch(everythingIn(error), /marker/)
    }
  })
})
