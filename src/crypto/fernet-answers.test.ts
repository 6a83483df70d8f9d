/** Fernet's known answers: what Python wrote, and the vectors of the specification. */

import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { describe, test } from 'node:test'
import * as v from 'valibot'
import { knownAnswers, readJson } from '../../tests/known-answers.ts'
import { refusal } from '../../tests/refusal.ts'
import type { Code } from '../errors.ts'
import { Fernet } from './fernet.ts'
import { fernetKeyFromSecret } from './fernet-keys.ts'

const NEWER_KEY = Buffer.alloc(32, 9).toString('base64')

const vectors = knownAnswers(
  'fernet.json',
  v.object({
    keys: v.array(v.string()),
    at: v.number(),
    iv: v.string(),
    payload: v.string(),
    token: v.string(),
  }),
)

describe(`the ${vectors.length} tokens of Python`, () => {
  test('decrypt, whatever the clock says and at their own time', () => {
    for (const { keys, at, payload, token } of vectors) {
      assert.equal(new Fernet(keys).decrypt(token), payload)
      assert.equal(new Fernet(keys).decrypt(token, { ttl: 0, now: at }), payload)
    }
  })

  test('are what encrypt writes, byte for byte', () => {
    for (const { keys, at, iv, payload, token } of vectors) {
      const options = { now: at, iv: Buffer.from(iv, 'hex') }
      assert.equal(new Fernet(keys).encrypt(payload, options), token)
    }
  })

  test('decrypt under a key that is no longer the newest', () => {
    for (const { keys, payload, token } of vectors) {
      assert.equal(new Fernet([NEWER_KEY, ...keys]).decrypt(token), payload)
    }
  })
})

const cookies = knownAnswers(
  'cognito-refresh-cookie.json',
  v.object({
    secretKey: v.string(),
    at: v.number(),
    iv: v.string(),
    refreshToken: v.string(),
    cookie: v.string(),
  }),
)

test(`the ${cookies.length} refresh cookies of flask-cognito-lib hold both ways`, () => {
  for (const { secretKey, at, iv, refreshToken, cookie } of cookies) {
    const fernet = new Fernet(fernetKeyFromSecret(secretKey))
    assert.equal(fernet.decrypt(cookie), refreshToken)
    assert.equal(fernet.encrypt(refreshToken, { now: at, iv: Buffer.from(iv, 'hex') }), cookie)
  }
})

// The vectors of the specification lie beside the checkout where the project is tested.
const specification = new URL('../../../shared/vectors/fernet-spec/', import.meta.url)

if (existsSync(specification)) {
  const entries = {
    token: v.string(),
    now: v.pipe(
      v.string(),
      v.transform((text) => Date.parse(text) / 1000),
    ),
    secret: v.string(),
  }
  const read = <T>(name: string, schema: v.GenericSchema<unknown, T>): T =>
    v.parse(schema, readJson(new URL(name, specification)))

  describe('the vectors of the specification', () => {
    const generate = v.object({ ...entries, iv: v.array(v.number()), src: v.string() })
    for (const { token, now, secret, iv, src } of read('generate.json', v.array(generate))) {
      test(`generate: ${src}`, () => {
        assert.equal(new Fernet(secret).encrypt(src, { now, iv: Uint8Array.from(iv) }), token)
      })
    }

    const verify = v.object({ ...entries, ttl_sec: v.number(), src: v.string() })
    for (const { token, now, secret, ttl_sec, src } of read('verify.json', v.array(verify))) {
      test(`verify: ${src}`, () => {
        assert.equal(new Fernet(secret).decrypt(token, { ttl: ttl_sec, now }), src)
      })
    }

    const codes: Record<string, Code> = {
      'incorrect mac': 'bad_signature',
      'far-future TS (unacceptable clock skew)': 'signature_expired',
      'expired TTL': 'signature_expired',
    }
    const invalid = v.object({ ...entries, ttl_sec: v.number(), desc: v.string() })
    for (const { token, now, secret, ttl_sec, desc } of read('invalid.json', v.array(invalid))) {
      const expected = codes[desc] ?? 'bad_payload'
      test(`invalid: ${desc} is ${expected}`, () => {
        const decrypt = () => new Fernet(secret).decrypt(token, { ttl: ttl_sec, now })
        assert.equal(refusal(decrypt).code, expected)
      })
    }
  })
}
