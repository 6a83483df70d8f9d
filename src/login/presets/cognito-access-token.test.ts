import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { describe, test } from 'node:test'
import * as jose from 'jose'
import * as v from 'valibot'
import { readJson } from '../../../tests/known-answers.ts'
import { type HallpassError, isHallpassError } from '../../errors.ts'
import { verifyIdToken } from '../id-token.ts'
import { cognito } from './cognito.ts'
import { verifyCognitoAccessToken } from './cognito-access-token.ts'
import type { CognitoOptions } from './cognito-options.ts'

async function rejection(promise: Promise<unknown>): Promise<HallpassError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  assert.ok(isHallpassError(error), `gave ${error}`)
  return error
}

const NOW = 1_700_000_000
const settings = cognito(
  { userPoolId: 'eu-west-1_c7O90SNDF', domain: 'auth.shop.example', clientId: 'client' },
  {},
).resolve(undefined)

describe('a claim that is not as expected', () => {
  const CLAIMS = {
    sub: 'user',
    iss: settings.issuer,
    client_id: 'client',
    token_use: 'access',
    iat: NOW,
    exp: NOW + 60,
  }

  async function verify(claims: jose.JWTPayload, alg = 'RS256') {
    const { publicKey, privateKey } = await jose.generateKeyPair(alg)
    const token = await new jose.SignJWT(claims).setProtectedHeader({ alg }).sign(privateKey)
    const keys = { get: () => publicKey }
    return await verifyCognitoAccessToken(token, { keys, settings, now: NOW })
  }

  test('is in none of a good token', async () => {
    assert.deepEqual(await verify(CLAIMS), CLAIMS)
  })

  const { sub: _1, ...noSub } = CLAIMS
  const { exp: _2, ...noExp } = CLAIMS
  const { client_id: _3, ...noClient } = CLAIMS
  const cases: readonly [string, jose.JWTPayload, RegExp][] = [
    ['an ID token instead', { ...CLAIMS, token_use: 'id' }, /token_use/],
    ['our client as audience only', { ...noClient, aud: 'client' }, /client_id/],
    ['another client', { ...CLAIMS, client_id: 'other' }, /client_id/],
    ['another pool', { ...CLAIMS, iss: `${settings.issuer}x` }, /iss/],
    ['no user', noSub, /sub/],
    ['an empty user', { ...CLAIMS, sub: '' }, /sub/],
    ['no expiry', noExp, /exp/],
    ['an expiry now', { ...CLAIMS, exp: NOW }, /exp/],
    ['a time of issue ahead', { ...CLAIMS, iat: NOW + 31 }, /iat/],
  ]
  for (const [what, claims, message] of cases) {
    test(`is refused by name: ${what}`, async () => {
      const error = await rejection(verify(claims))
      assert.equal(error.code, 'access_token_invalid')
      assert.match(error.message, message)
    })
  }

  test('another algorithm than RS256 is refused, though the signature is right', async () => {
    const error = await rejection(verify(CLAIMS, 'PS256'))
    assert.equal(error.code, 'access_token_invalid')
  })
})

// Tokens that AWS issued lie beside the checkout where the project is tested.
const vectors = new URL('../../../../shared/vectors/cognito-tokens.json', import.meta.url)

if (existsSync(vectors)) {
  const real = v.parse(
    v.object({
      userPoolId: v.string(),
      clientId: v.string(),
      nonce: v.string(),
      accessToken: v.string(),
      idToken: v.string(),
      accessTokenClaims: v.looseObject({ iat: v.number(), exp: v.number() }),
      idTokenClaims: v.looseObject({ iat: v.number(), exp: v.number() }),
      jwks: v.object({ keys: v.array(v.looseObject({ kty: v.string() })) }),
    }),
    readJson(vectors),
  )
  const keys = { get: jose.createLocalJWKSet(real.jwks) }
  const { iat, exp } = real.accessTokenClaims

  function given(options: CognitoOptions, now: number) {
    const { userPoolId, clientId } = real
    const provider = cognito({ userPoolId, clientId, domain: 'auth.shop.example', ...options }, {})
    return { keys, settings: provider.resolve(undefined), now }
  }

  for (const [kind, verify, claims] of [
    ['access', verifyCognitoAccessToken, real.accessTokenClaims],
    ['id', verifyIdToken, real.idTokenClaims],
  ] as const) {
    const token = kind === 'access' ? real.accessToken : real.idToken
    const code = kind === 'access' ? 'access_token_invalid' : 'id_token_invalid'

    describe(`the ${kind} token that AWS issued`, () => {
      test('is good when it was issued, and a second before it expires', async () => {
        assert.deepEqual(await verify(token, given({}, iat)), claims)
        assert.deepEqual(await verify(token, given({}, exp - 1)), claims)
      })

      test('is refused a second after it expired', async () => {
        assert.equal((await rejection(verify(token, given({}, exp + 1)))).code, code)
      })

      test('is good so long after its expiry as the leeway says, and no longer', async () => {
        const leeway = { expirationLeeway: 10 }
        assert.deepEqual(await verify(token, given(leeway, exp + 9)), claims)
        assert.equal((await rejection(verify(token, given(leeway, exp + 11)))).code, code)
      })

      test('is refused for another client and for another pool', async () => {
        for (const other of [{ clientId: 'other' }, { userPoolId: 'eu-west-1_c7O90SNDE' }]) {
          assert.equal((await rejection(verify(token, given(other, iat)))).code, code)
        }
      })

      test('is refused with a changed signature', async () => {
        const changed = token.slice(0, -5) + (token.at(-5) === 'A' ? 'B' : 'A') + token.slice(-4)
        assert.equal((await rejection(verify(changed, given({}, iat)))).code, code)
      })

      test('is refused in place of the other kind', async () => {
        const other = kind === 'access' ? real.idToken : real.accessToken
        assert.equal((await rejection(verify(other, given({}, iat)))).code, code)
      })
    })
  }

  test('the ID token that AWS issued is good with its nonce, and refused with another', async () => {
    const at = given({}, iat)
    assert.deepEqual(
      await verifyIdToken(real.idToken, { ...at, nonce: real.nonce }),
      real.idTokenClaims,
    )
    const error = await rejection(verifyIdToken(real.idToken, { ...at, nonce: 'other' }))
    assert.equal(error.code, 'id_token_invalid')
    assert.match(error.message, /nonce/)
  })
}
