/** What Python wrote is read, and written byte for byte the same: tests/vectors. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { decodeJwt, jwtVerify, SignJWT } from 'jose'
import * as v from 'valibot'
import { knownAnswers, signedText } from '../../tests/known-answers.ts'
import { refusal } from '../../tests/refusal.ts'
import { CookieManager } from './cookie-manager.ts'
import {
  Serializer,
  TimedSerializer,
  URLSafeSerializer,
  URLSafeTimedSerializer,
} from './serializers.ts'
import { Signer } from './signer.ts'
import { TimestampSigner } from './timestamp-signer.ts'

const digest = v.picklist(['sha1', 'sha256', 'sha512'])
const Keys = v.record(v.string(), v.string())

describe('Signer', () => {
  const Case = v.object({
    secret: v.string(),
    salt: v.string(),
    sep: v.string(),
    keyDerivation: v.picklist(['django-concat', 'concat', 'hmac', 'none']),
    digest,
    payload: v.string(),
    signed: v.string(),
  })
  for (const [index, one] of knownAnswers('itsdangerous-signer.json', Case).entries()) {
    test(`case ${index}: ${one.keyDerivation}, ${one.digest}`, () => {
      const { secret, salt, sep: separator, keyDerivation, payload, signed } = one
      const options = { salt, separator, keyDerivation, digest: one.digest }
      const signer = new Signer(secret, options)
      assert.equal(signer.sign(payload), signed)
      assert.equal(signer.unsign(signed), payload)
      assert.equal(
        new Signer(['a newer secret, 16+ bytes', secret], options).unsign(signed),
        payload,
      )
    })
  }
})

describe('TimestampSigner', () => {
  const Case = v.object({
    secret: v.string(),
    payload: v.string(),
    signedAt: v.number(),
    signed: v.string(),
  })
  for (const [index, one] of knownAnswers('itsdangerous-timestamp-signer.json', Case).entries()) {
    test(`case ${index}`, () => {
      const signer = new TimestampSigner(one.secret, { now: one.signedAt })
      assert.equal(signer.sign(one.payload), one.signed)
      assert.deepEqual(signer.unsignWithTimestamp(one.signed, { maxAge: 0 }), {
        value: one.payload,
        signedAt: new Date(one.signedAt * 1000),
      })
    })
  }
})

describe('serializers', () => {
  const classes = { Serializer, TimedSerializer, URLSafeSerializer, URLSafeTimedSerializer }
  const Case = v.object({
    class: v.picklist([
      'Serializer',
      'TimedSerializer',
      'URLSafeSerializer',
      'URLSafeTimedSerializer',
    ]),
    secrets: v.array(v.string()),
    salt: v.string(),
    digest,
    value: v.unknown(),
    signedAt: v.nullable(v.number()),
    token: v.string(),
  })
  for (const [index, one] of knownAnswers('itsdangerous-serializers.json', Case).entries()) {
    test(`case ${index}: ${one.class}`, () => {
      // itsdangerous lists the oldest secret first.
      const secrets = one.secrets.toReversed()
      const { salt } = one
      const clock = one.signedAt === null ? {} : { now: one.signedAt }
      const serializer = new classes[one.class](secrets, { salt, digest: one.digest, ...clock })
      assert.deepEqual(serializer.loads(one.token), one.value)
      const written = serializer.dumps(one.value)
      assert.deepEqual(serializer.loads(written), one.value)
      const text = one.class.startsWith('URLSafe') ? signedText : (token: string) => token
      if (writtenAsInPython(one.value)) assert.equal(text(written), text(one.token))
    })
  }

  /** JavaScript puts names that look like numbers first, so that Python's order is not kept. */
  function writtenAsInPython(value: unknown): boolean {
    const names = typeof value === 'object' && value !== null ? Object.entries(value) : []
    return names.every(
      ([name, member]) =>
        (Array.isArray(value) || !/^\d+$/.test(name)) && writtenAsInPython(member),
    )
  }
})

describe('CookieManager', () => {
  const Case = v.object({
    keys: Keys,
    keyId: v.string(),
    payload: v.record(v.string(), v.unknown()),
    signedAt: v.number(),
    signed: v.string(),
  })
  for (const [index, one] of knownAnswers('cookie-manager.json', Case).entries()) {
    test(`case ${index}`, () => {
      const manager = new CookieManager({ keys: one.keys, now: one.signedAt })
      assert.equal(manager.sign(one.payload, one.keyId), one.signed)
      assert.deepEqual(manager.verify(one.signed), one.payload)
    })
  }

  const codes: Readonly<Record<string, string>> = {
    'older than the maximum age of 50 s': 'signature_expired',
    'signed in the future': 'signature_expired',
    'not json': 'bad_payload',
    'payload is a list': 'bad_payload',
    'no key_id': 'unknown_key',
    'key id that is not registered': 'unknown_key',
    'key id that is an inherited property name': 'unknown_key',
    'key id that is not a string': 'unknown_key',
  }
  const Refused = v.object({ why: v.string(), keys: Keys, now: v.number(), cookie: v.string() })
  for (const { why, keys, now, cookie } of knownAnswers('cookie-manager-refused.json', Refused)) {
    test(`refuses: ${why}`, () => {
      const { code } = refusal(() => new CookieManager({ keys, now }).verify(cookie))
      assert.equal(code, codes[why] ?? 'bad_signature')
    })
  }
})

describe('the cookie of a consent', () => {
  const Case = v.object({
    secret: v.string(),
    userUuid: v.string(),
    signedAt: v.number(),
    cookie: v.string(),
  })
  for (const [index, one] of knownAnswers('consent-auth-cookie.json', Case).entries()) {
    test(`case ${index}`, () => {
      const options = { salt: 'cookie-consent-signer', now: one.signedAt }
      const serializer = new URLSafeTimedSerializer(one.secret, options)
      assert.equal(serializer.dumps(one.userUuid), one.cookie)
      assert.equal(serializer.loads(one.cookie, { maxAge: 31_536_000 }), one.userUuid)
    })
  }
})

describe('short-lived tokens, which are JWTs of PyJWT', () => {
  const Case = v.object({
    secret: v.string(),
    claims: v.record(v.string(), v.unknown()),
    jwt: v.string(),
  })
  for (const [index, one] of knownAnswers('short-lived-token.json', Case).entries()) {
    test(`case ${index}`, async () => {
      const key = new TextEncoder().encode(one.secret)
      const currentDate = new Date(Number(one.claims.iat) * 1000)
      const { payload } = await jwtVerify(one.jwt, key, { algorithms: ['HS256'], currentDate })
      assert.deepEqual(payload, one.claims)
      const header = { alg: 'HS256', typ: 'JWT' }
      const written = await new SignJWT(decodeJwt(one.jwt)).setProtectedHeader(header).sign(key)
      assert.deepEqual((await jwtVerify(written, key, { currentDate })).payload, one.claims)
      // PyJWT escapes what is not ASCII, jose does not: another text of the same claims.
      if (/^[\0-~]*$/.test(JSON.stringify(one.claims))) assert.equal(written, one.jwt)
    })
  }
})
