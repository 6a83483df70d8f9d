import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import * as jose from 'jose'
import * as v from 'valibot'
import { refusal } from '../../tests/refusal.ts'
import { everythingIn, rejection } from '../../tests/rejection.ts'
import { tokenJwk } from '../../tests/support/token-keys.ts'
import { createTokens } from './create.ts'
import type { TokenJwk } from './signing-keys.ts'

const common = {
  issuer: 'https://notes.example',
  audience: 'notes',
  claims: v.object({ sub: v.string() }),
}
const tokensOf = (...keys: TokenJwk[]) => createTokens({ ...common, keys })
const una = { sub: 'una' }

for (const algorithm of ['ES256', 'EdDSA', 'RS256'] as const) {
  describe(algorithm, () => {
    const first = tokenJwk(algorithm, 'first')
    const second = tokenJwk(algorithm, 'second')

    test('a token is verified with what is published, by another library user too', async () => {
      const tokens = tokensOf(first)
      const token = await tokens.issue(una)
      const header = { alg: algorithm, typ: 'at+jwt', kid: 'first' }
      assert.deepEqual(jose.decodeProtectedHeader(token), header)
      const published = jose.createLocalJWKSet(JSON.parse(JSON.stringify(tokens.jwks)))
      const { issuer, audience } = common
      const read = await jose.jwtVerify(token, published, { issuer, audience, typ: 'at+jwt' })
      assert.equal(read.payload.sub, 'una')
      assert.deepEqual((await tokens.verify(token)).claims, una)
    })

    test('nothing private is published', () => {
      const [key] = tokensOf({ ...first, note: 'inside' }).jwks.keys
      assert.equal(key?.alg, algorithm)
      assert.equal(key?.use, 'sig')
      for (const name of ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k', 'note']) {
        assert.equal(key !== undefined && name in key, false)
      }
    })

    test('keys rotate by their id', async () => {
      const old = await tokensOf(first).issue(una)
      const { d: _d, ...firstPublic } = first
      const rotated = tokensOf(second, tokensOf(first).jwks.keys[0] ?? firstPublic)
      assert.deepEqual((await rotated.verify(old)).claims, una)
      const fresh = await rotated.issue(una)
      assert.equal(jose.decodeProtectedHeader(fresh).kid, 'second')
      assert.deepEqual(
        rotated.jwks.keys.map(({ kid }) => kid),
        ['second', 'first'],
      )
      assert.equal((await rejection(tokensOf(second).verify(old))).code, 'token_invalid')
      assert.equal((await rejection(tokensOf(first).verify(fresh))).code, 'token_invalid')
    })

    test('another key under the same id opens nothing', async () => {
      const theirs = await tokensOf({ ...second, kid: 'first' }).issue(una)
      assert.equal((await rejection(tokensOf(first).verify(theirs))).code, 'token_invalid')
    })
  })
}

test('keys of several algorithms stand side by side, and each is for its own', async () => {
  const [ec, rsa] = [tokenJwk('ES256', 'ec'), tokenJwk('RS256', 'rsa')]
  const both = tokensOf(ec, rsa)
  assert.deepEqual((await both.verify(await tokensOf(rsa).issue(una))).claims, una)
  assert.deepEqual((await both.verify(await both.issue(una))).claims, una)
})

test('typ can be JWT, for readers that know nothing else', async () => {
  const tokens = createTokens({ ...common, keys: [tokenJwk('ES256', 'a')], typ: 'JWT' })
  const token = await tokens.issue(una)
  assert.equal(jose.decodeProtectedHeader(token).typ, 'JWT')
  assert.deepEqual((await tokens.verify(token)).claims, una)
})

test('keys that are wrong are told at once, and not shown', () => {
  const good = tokenJwk('ES256', 'good')
  const { d, ...publicPart } = good
  const faults = (...keys: unknown[]) => {
    const error = refusal(() => Reflect.apply(tokensOf, undefined, keys))
    assert.equal(everythingIn(error).includes(String(d)), false)
    return error.issues?.map(({ path, message }) => `${path} ${message}`).join('; ') ?? ''
  }
  assert.match(faults({ ...publicPart, kid: 'p', kty: 'EC' }), /keys\[0\] .*must be a private key/)
  assert.match(faults(good, good), /keys\[1\] has the kid of a key before it/)
  assert.match(faults({ ...good, alg: 'HS256' }), /must have the alg ES256/)
  assert.match(faults({ ...good, x: 'AA' }), /cannot be read/)
  assert.match(faults({ ...good, crv: 'P-521' }), /must be a key on P-256/)
  assert.match(faults({ kty: 'oct', kid: 'o', k: 'c2VjcmV0' }), /must be a key on P-256/)
  assert.match(faults(tokenJwk('RS256', 'short', 1024)), /less than 2048 bits/)
  assert.match(faults({ kty: 'EC' }), /keys\[0\]\.kid is missing/)
  assert.match(faults({ ...good, kid: '' }), /kid must not be empty/)
  const both = refusal(() =>
    createTokens({ ...common, keys: [good], secrets: 'beside the keys, and long' }),
  )
  assert.match(both.message, /secrets cannot be beside keys/)
})
