/** Access tokens of a Cognito user pool, which have a client and no audience. */
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { after, before, describe, test } from 'node:test'
import * as jose from 'jose'
import * as v from 'valibot'
import { readJson } from '../../tests/known-answers.ts'
import { refusal } from '../../tests/refusal.ts'
import { rejection } from '../../tests/rejection.ts'
import { LoopbackProvider } from '../../tests/support/loopback-provider.ts'
import { accessTokens } from './access-tokens.ts'
import { cognito } from './presets/cognito.ts'

const NOW = 1_700_000_000
const POOL = { userPoolId: 'eu-west-1_c7O90SNDF', domain: 'auth.shop.example', clientId: 'client' }
const ISSUER = `https://cognito-idp.eu-west-1.amazonaws.com/${POOL.userPoolId}`
const claims = v.looseObject({ sub: v.string(), groups: v.array(v.string()) })

let pool: LoopbackProvider
before(async () => {
  pool = await LoopbackProvider.start('RS256')
})
after(() => pool.close())

/** Finds the pool's keys here. */
const toPool: typeof fetch = (input, init) => {
  assert.equal(String(input), `${ISSUER}/.well-known/jwks.json`)
  return fetch(`${pool.issuer}/jwks`, init)
}
const common = { claims, fetch: toPool, now: NOW }
const outside = accessTokens(cognito(POOL, {}), common)

const GIVEN = {
  sub: 'user',
  iss: ISSUER,
  client_id: 'client',
  token_use: 'access',
  scope: 'notes/read',
  iat: NOW,
  exp: NOW + 60,
}
const signed = (more: jose.JWTPayload = {}, header: object = { typ: undefined }) =>
  pool.sign({ ...GIVEN, ...more }, header)

describe('a token of the pool', () => {
  test('gives its claims, with its groups under their common name', async () => {
    const token = await signed({ 'cognito:groups': ['ops'] })
    const { claims, issuer } = await outside.verify(token)
    assert.deepEqual([claims.sub, claims.groups, claims.scope], ['user', ['ops'], 'notes/read'])
    assert.equal(issuer, ISSUER)
    assert.deepEqual((await outside.verify(await signed())).claims.groups, [])
  })

  test('is refused when it is not one for us', async () => {
    const cases: readonly [jose.JWTPayload, RegExp][] = [
      [{ token_use: 'id' }, /an ID token/],
      [{ token_use: undefined }, /an ID token/],
      [{ client_id: 'other' }, /claim client_id/],
      [{ client_id: undefined, aud: 'client' }, /claim client_id/],
      [{ aud: 'another API' }, /claim aud/],
      [{ iss: ISSUER.replace('SNDF', 'SNDE') }, /claim iss/],
      [{ exp: NOW }, /has expired/],
    ]
    for (const [more, why] of cases) {
      assert.match((await rejection(outside.verify(await signed(more)))).message, why)
    }
  })

  test('is RS256, whatever other keys are in the set', async () => {
    const { privateKey, publicKey } = await jose.generateKeyPair('ES256')
    const jwk = { ...(await jose.exportJWK(publicKey)), kid: 'ec' }
    pool.answers.set('/jwks', { json: { keys: [pool.key.jwk, jwk] } })
    const token = await new jose.SignJWT(GIVEN)
      .setProtectedHeader({ alg: 'ES256', kid: 'ec' })
      .sign(privateKey)
    const error = await rejection(accessTokens(cognito(POOL, {}), common).verify(token))
    assert.match(error.message, /algorithm/)
  })

  test('may be of other clients, or bound to an audience, where that is said', async () => {
    const clients = ['app', 'script']
    const wide = accessTokens(cognito(POOL, {}), { ...common, clients, audience: 'notes' })
    const token = await signed({ client_id: 'script', aud: 'notes' })
    assert.equal((await wide.verify(token)).claims.sub, 'user')
    assert.match(
      (await rejection(wide.verify(await signed({ aud: 'notes' })))).message,
      /client_id/,
    )
    const without = await signed({ client_id: 'app' })
    assert.match((await rejection(wide.verify(without))).message, /claim aud/)
  })
})

test('a login that is disabled vouches for no token', async () => {
  const off = accessTokens(cognito({ disabled: true }, {}), common)
  assert.match((await rejection(off.verify(await signed()))).message, /is disabled/)
})

test('typ is not for Cognito, which writes none', () => {
  const error = refusal(() => accessTokens(cognito(POOL, {}), { ...common, typ: 'at+jwt' }))
  assert.deepEqual(error.issues, [{ path: 'typ', message: 'is not for Cognito: leave it out' }])
})

// Tokens that AWS issued lie beside the checkout where the project is tested.
const vectors = new URL('../../../shared/vectors/cognito-tokens.json', import.meta.url)

if (existsSync(vectors)) {
  const real = v.parse(
    v.object({
      userPoolId: v.string(),
      clientId: v.string(),
      accessToken: v.string(),
      idToken: v.string(),
      accessTokenClaims: v.looseObject({ sub: v.string(), exp: v.number() }),
      jwks: v.object({ keys: v.array(v.unknown()) }),
    }),
    readJson(vectors),
  )
  const { sub, exp } = real.accessTokenClaims
  const at = (now: number) => {
    const { userPoolId, clientId } = real
    const provider = cognito({ userPoolId, clientId, domain: POOL.domain }, {})
    return accessTokens(provider, { claims, now, fetch: async () => Response.json(real.jwks) })
  }

  test('the tokens that AWS issued: the access token is taken, the ID token is not', async () => {
    assert.equal((await at(exp - 1).verify(real.accessToken)).claims.sub, sub)
    assert.equal((await rejection(at(exp).verify(real.accessToken))).code, 'token_expired')
    assert.match((await rejection(at(exp - 1).verify(real.idToken))).message, /an ID token/)
  })
}
