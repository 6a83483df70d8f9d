import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import * as jose from 'jose'
import * as v from 'valibot'
import { knownAnswers } from '../../tests/known-answers.ts'
import { refusal } from '../../tests/refusal.ts'
import { everythingIn, rejection } from '../../tests/rejection.ts'
import { createTokens } from './create.ts'
import type { StandardSchema } from './standard-schema.ts'

const NOW = 1_700_000_000
const secrets = 'a secret of tests that is long enough'
const claims = v.object({ userId: v.string(), scopes: v.array(v.string()) })
const options = { secrets, issuer: 'https://notes.example', audience: 'notes', claims, now: NOW }
const una = { userId: 'una', scopes: ['notes:read'] }

describe('a token', () => {
  test('says what was put into it, and for how long it is good', async () => {
    const tokens = createTokens(options)
    const { claims, issuedAt, expiresAt } = await tokens.verify(await tokens.issue(una))
    assert.deepEqual(claims, una)
    assert.deepEqual([issuedAt, expiresAt], [NOW, NOW + 900])
  })

  test('has short names on the wire', async () => {
    const tokens = createTokens({ ...options, names: { userId: 'sub', scopes: 's' }, ttl: 60 })
    const token = await tokens.issue(una)
    assert.deepEqual(jose.decodeProtectedHeader(token), { alg: 'HS256', typ: 'JWT' })
    assert.deepEqual(jose.decodeJwt(token), {
      sub: 'una',
      s: ['notes:read'],
      iss: 'https://notes.example',
      aud: 'notes',
      iat: NOW,
      nbf: NOW,
      exp: NOW + 60,
    })
    assert.deepEqual((await tokens.verify(token)).claims, una)
  })

  test('under its long name a claim with a short one is not read', async () => {
    const theirs = createTokens({ ...options, claims: v.looseObject({}) })
    const ours = createTokens({ ...options, names: { userId: 'sub' } })
    const token = await theirs.issue({ ...una, userId: 'admin', sub: 'una' })
    assert.equal((await ours.verify(token)).claims.userId, 'una')
  })

  test('holds what the schema lets through, not what was given beside', async () => {
    const token = await createTokens(options).issue({ ...una, ...{ passwordHash: 'x' } })
    assert.equal(Object.hasOwn(jose.decodeJwt(token), 'passwordHash'), false)
  })

  test('runs out to the second, later by the tolerance', async () => {
    const token = await createTokens({ ...options, ttl: 60 }).issue(una)
    const at = (now: number, clockTolerance = 0) =>
      createTokens({ ...options, now, clockTolerance }).verify(token)
    assert.deepEqual((await at(NOW + 59)).claims, una)
    assert.equal((await rejection(at(NOW + 60))).code, 'token_expired')
    assert.deepEqual((await at(NOW + 64, 5)).claims, una)
    assert.equal((await rejection(at(NOW + 65, 5))).code, 'token_expired')
    assert.equal((await rejection(at(NOW - 1))).code, 'token_invalid')
    assert.deepEqual((await at(NOW - 1, 1)).claims, una)
  })

  test('is read after the secret changed, while the old one is there', async () => {
    const before = createTokens(options)
    const after = createTokens({
      ...options,
      secrets: ['the newer secret of these tests', secrets],
    })
    const old = await before.issue(una)
    assert.deepEqual((await after.verify(old)).claims, una)
    assert.equal((await rejection(before.verify(await after.issue(una)))).code, 'token_invalid')
    assert.deepEqual(before.jwks, { keys: [] })
  })

  test('keeps a claim called __proto__ as what it is: a name', async () => {
    const any: StandardSchema<Record<string, unknown>> = {
      '~standard': {
        version: 1,
        vendor: 'tests',
        validate: async (value) => ({ value: Object(value) }),
      },
    }
    const tokens = createTokens({ ...options, claims: any })
    const token = await tokens.issue(JSON.parse('{"__proto__":{"admin":true}}'))
    const { claims } = await tokens.verify(token)
    assert.equal(Reflect.get(claims, 'admin'), undefined)
    assert.deepEqual(Object.keys(claims), ['__proto__'])
  })
})

describe('claims are refused when they are issued', () => {
  const issue = (schema: StandardSchema, given: unknown) =>
    rejection(createTokens({ ...options, claims: schema }).issue(given))

  test('if the schema refuses them, by place and without the value', async () => {
    const error = await issue(v.object({ user: v.object({ id: v.number() }) }), {
      user: { id: 'hidden-value' },
    })
    assert.equal(error.code, 'claims_invalid')
    assert.match(error.message, /refuses user\.id\./)
    assert.doesNotMatch(everythingIn(error), /hidden-value/)
  })

  test('if they could not be read again', async () => {
    const dates = v.object({ born: v.date() })
    assert.equal((await issue(dates, { born: new Date() })).code, 'claims_invalid')
    assert.equal((await issue(v.any(), { n: 1n })).code, 'claims_invalid')
  })

  test('if they are no object, are too many, or have a name of ours', async () => {
    for (const given of ['text', [1], null, undefined]) {
      assert.equal((await issue(v.any(), given)).code, 'claims_invalid')
    }
    assert.match((await issue(v.any(), { text: 'x'.repeat(9000) })).message, /longer than 8192/)
    for (const name of ['exp', 'iss', 'aud', 'nbf', 'iat', 'nonce']) {
      assert.match((await issue(v.any(), { [name]: 1 })).message, new RegExp(`: ${name} is not`))
    }
  })
})

describe('options', () => {
  const paths = (more: object) =>
    refusal(() => Reflect.apply(createTokens, undefined, [{ ...options, ...more }])).issues?.map(
      ({ path }) => path,
    )

  test('faults are told at once', () => {
    assert.deepEqual(paths({ issuer: undefined, audience: '', ttl: 1.5, isuer: 'x' }), [
      'issuer',
      'audience',
      'ttl',
      'isuer',
    ])
    assert.deepEqual(paths({ claims: {} }), ['claims'])
    assert.deepEqual(paths({ ttl: 86_401 }), ['ttl'])
    assert.deepEqual(paths({ clockTolerance: 301 }), ['clockTolerance'])
    assert.deepEqual(paths({ now: 1e15 }), ['now'])
    assert.deepEqual(paths({ secrets: undefined }), ['secrets'])
    assert.deepEqual(paths({ secrets: [] }), ['secrets'])
    assert.deepEqual(paths({ secrets: ['', secrets] }), ['secrets[0]'])
    assert.deepEqual(paths({ keys: [] }), ['keys'])
    assert.ok(refusal(() => Reflect.apply(createTokens, undefined, [])).issues)
  })

  test('names that collide are faults', () => {
    assert.deepEqual(paths({ names: { a: 'exp', b: '', iss: 'c' } }), [
      'names.a',
      'names.b',
      'names.iss',
    ])
    assert.deepEqual(paths({ names: { a: 'x', b: 'x' } }), ['names.a', 'names.b'])
    assert.deepEqual(paths({ names: { a: 'b', b: 'c' } }), ['names.a'])
  })
})

const Case = v.object({
  secret: v.string(),
  claims: v.record(v.string(), v.unknown()),
  jwt: v.string(),
})

describe('tokens that PyJWT made', () => {
  for (const [index, { secret, claims: theirs, jwt }] of knownAnswers(
    'short-lived-token.json',
    Case,
  ).entries()) {
    const { exp, iat, nbf: _nbf, iss, aud, rfid, user_id, scopes } = theirs
    const tokensFor = (more: object) =>
      createTokens({
        secrets: secret,
        issuer: iss === undefined ? false : String(iss),
        audience: aud === undefined ? false : String(aud),
        names: { refreshTokenId: 'rfid', userId: 'user_id' },
        claims: v.object({
          refreshTokenId: v.string(),
          userId: v.string(),
          scopes: v.array(v.string()),
        }),
        now: Number(iat),
        ...more,
      })

    test(`${index}: is read, and refused where it should be`, async () => {
      const token = await tokensFor({}).verify(jwt)
      assert.deepEqual(token.claims, { refreshTokenId: rfid, userId: user_id, scopes })
      assert.equal(token.expiresAt, exp)
      const code = async (more: object) => (await rejection(tokensFor(more).verify(jwt))).code
      assert.equal(await code({ now: Number(exp) }), 'token_expired')
      assert.equal(await code({ secrets: `${secret}x` }), 'token_invalid')
      assert.equal(await code({ issuer: 'https://other.example' }), 'token_invalid')
      assert.equal(await code({ audience: 'other' }), 'token_invalid')
      if (iss !== undefined) assert.equal(await code({ issuer: false }), 'token_invalid')
      if (aud !== undefined) assert.equal(await code({ audience: false }), 'token_invalid')
    })
  }
})
