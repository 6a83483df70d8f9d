import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { afterEach, beforeEach, describe, test } from 'node:test'
import * as jose from 'jose'
import { everythingIn, rejection } from '../../tests/rejection.ts'
import { clientOf } from '../../tests/support/client-of.ts'
import { clockAt } from '../../tests/support/clock.ts'
import {
  LoopbackProvider,
  type SigningKey,
  signingKey,
} from '../../tests/support/loopback-provider.ts'

describe('KeyCache', () => {
  let provider: LoopbackProvider
  beforeEach(async () => {
    provider = await LoopbackProvider.start()
  })
  afterEach(() => provider.close())

  function cache() {
    const clock = clockAt()
    const client = clientOf(provider.issuer, {}, clock)
    /** Verifies a token with this key id, by the keys of the cache. */
    const verify = async (kid = 'key-1', key = provider.key) => {
      const jwt = await new jose.SignJWT({}).setProtectedHeader({ alg: key.alg, kid })
      return await jose.jwtVerify(await jwt.sign(key.privateKey), client.keys.get)
    }
    return { clock, verify }
  }

  test('fetches the keys once, and again after ten minutes', async () => {
    const { clock, verify } = cache()
    await Promise.all([verify(), verify()])
    clock.time += 599
    await verify()
    assert.equal(provider.count('/jwks'), 1)
    clock.time += 1
    await verify()
    assert.equal(provider.count('/jwks'), 2)
  })

  test('keeps the keys while the provider is down', async () => {
    const { clock, verify } = cache()
    await verify()
    provider.answers.set('/jwks', { status: 500 })
    clock.time += 100_000
    await verify()
  })

  test('finds a new key at once, by its id', async () => {
    const { verify } = cache()
    await verify()
    const next = await signingKey('key-2')
    provider.answers.set('/jwks', { json: { keys: [provider.key.jwk, next.jwk] } })
    await verify('key-2', next)
    await verify()
    assert.equal(provider.count('/jwks'), 2)
  })

  test('refuses a key id that is unknown, and asks five times at most for made-up ones', async () => {
    const { clock, verify } = cache()
    await verify()
    for (let n = 0; n < 20; n++) {
      await assert.rejects(verify(`made up ${n}`), jose.errors.JWKSNoMatchingKey)
    }
    assert.equal(provider.count('/jwks'), 1 + 5)
    clock.time += 30
    for (let n = 0; n < 5; n++) await assert.rejects(verify('made up'))
    assert.equal(provider.count('/jwks'), 1 + 5 + 1)
    clock.time += 599 - 30
    for (let n = 0; n < 9; n++) await assert.rejects(verify('made up'))
    assert.equal(provider.count('/jwks'), 1 + 5 + 1 + 5)
  })

  test('forgets a key that the provider took away', async () => {
    const { clock, verify } = cache()
    await verify()
    provider.answers.set('/jwks', { json: { keys: [(await signingKey('key-2')).jwk] } })
    clock.time += 600
    await assert.rejects(verify(), jose.errors.JWKSNoMatchingKey)
  })

  test('says what is wrong with the answer, without a word of it', async () => {
    const wrong = [
      { status: 404, json: { a: 'marker' } },
      { json: { keys: 'marker' } },
      { json: ['marker'] },
      { text: 'marker', type: 'text/html' },
      { text: '{"marker', type: 'application/json' },
      { status: 302, headers: { location: `${provider.issuer}/marker` } },
    ]
    for (const answer of wrong) {
      provider.answers.set('/jwks', answer)
      const error = await rejection(cache().verify())
      assert.equal(error.code, 'provider_failed')
      assert.match(error.message, /provider keys/)
      assert.doesNotMatch(everythingIn(error), /marker/)
    }
  })

  test('says that the metadata names no keys', async () => {
    provider.announce({ jwks_uri: undefined })
    const error = await rejection(cache().verify())
    assert.equal(error.code, 'provider_failed')
    assert.match(error.message, /no jwks_uri/)
  })

  test('blames the provider for a key that is broken or too weak, not the token', async () => {
    const rsa = await signingKey('rsa', 'RS256')
    const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 1024 })
    const weak = { ...publicKey.export({ format: 'jwk' }), kid: 'rsa', alg: 'RS256' }
    const cases: [jose.JWK, string, SigningKey][] = [
      [{ ...provider.key.jwk, x: 'AA' }, 'key-1', provider.key],
      [{ ...provider.key.jwk, x: '*'.repeat(43) }, 'key-1', provider.key],
      [weak, 'rsa', rsa],
    ]
    for (const [jwk, kid, key] of cases) {
      provider.answers.set('/jwks', { json: { keys: [jwk] } })
      const error = await rejection(cache().verify(kid, key))
      assert.equal(error.code, 'provider_failed')
      assert.match(error.message, /provider keys: a key (is broken|has less than 2048 bits)/)
    }
  })
})
