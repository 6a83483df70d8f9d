/** Any flipped bit, dropped or added byte is refused; what is for one key or salt opens for no other. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { flaskSessions } from '../../tests/flask-values.ts'
import { PROPERTY_RUNS } from '../../tests/property-runs.ts'
import { refusal } from '../../tests/refusal.ts'
import { bitTampering } from '../../tests/tampering.ts'
import { FlaskSession } from '../sealing.ts'
import { CookieManager } from './cookie-manager.ts'
import {
  Serializer,
  TimedSerializer,
  URLSafeSerializer,
  URLSafeTimedSerializer,
} from './serializers.ts'
import { Signer } from './signer.ts'
import { TimestampSigner } from './timestamp-signer.ts'

const SECRET = 'a secret of enough bytes'
const now = 1_718_487_326
const code = (call: () => unknown): string => refusal(call).code
const text = fc.string({ unit: 'grapheme', maxLength: 100 })
const keys = { a: SECRET, b: 'another secret of enough bytes' }
const manager = new CookieManager({ keys, now })
const flask = new FlaskSession(SECRET, { now })
const signers = [new Signer(SECRET), new TimestampSigner(SECRET, { now })]
const serializers = [
  new Serializer(SECRET),
  new TimedSerializer(SECRET, { now }),
  new URLSafeSerializer(SECRET),
  new URLSafeTimedSerializer(SECRET, { now }),
]

describe('any flipped bit, dropped or added byte is refused', () => {
  for (const signer of signers) {
    test(signer.constructor.name, () => {
      fc.assert(
        fc.property(text, bitTampering(), (value, tamper) => {
          const changed = tamper(signer.sign(value))
          assert.equal(
            code(() => signer.unsign(changed)),
            'bad_signature',
          )
        }),
        PROPERTY_RUNS,
      )
    })
  }

  for (const serializer of serializers) {
    test(serializer.constructor.name, () => {
      // Long ones are deflated.
      const values = fc.oneof(
        text,
        fc.nat({ max: 500 }).map((size) => 'long'.repeat(size)),
      )
      fc.assert(
        fc.property(values, bitTampering(), (value, tamper) => {
          const changed = tamper(serializer.dumps({ value }))
          assert.equal(
            code(() => serializer.loads(changed)),
            'bad_signature',
          )
        }),
        PROPERTY_RUNS,
      )
    })
  }

  test('CookieManager', () => {
    fc.assert(
      fc.property(fc.dictionary(text, text, { maxKeys: 3 }), bitTampering(), (payload, tamper) => {
        const changed = tamper(manager.sign(payload, 'a'))
        assert.match(
          code(() => manager.verify(changed)),
          /^(bad_signature|bad_payload|unknown_key)$/,
        )
        assert.equal(manager.read(changed), undefined)
      }),
      PROPERTY_RUNS,
    )
  })

  test('FlaskSession', () => {
    fc.assert(
      fc.property(flaskSessions, bitTampering(), (session, tamper) => {
        const changed = tamper(flask.dumps(session))
        assert.equal(
          code(() => flask.loads(changed)),
          'bad_signature',
        )
      }),
      PROPERTY_RUNS,
    )
  })
})

describe('what is for one never opens for another', () => {
  test('a Flask session, and a value of any other salt', () => {
    const salts = fc.string({ maxLength: 20 }).filter((salt) => salt !== 'cookie-session')
    const derivations = fc.constantFrom('hmac' as const, 'django-concat' as const)
    fc.assert(
      fc.property(flaskSessions, salts, derivations, (session, salt, keyDerivation) => {
        const other = new URLSafeTimedSerializer(SECRET, { salt, keyDerivation, now })
        assert.equal(
          code(() => other.loads(flask.dumps(session))),
          'bad_signature',
        )
        assert.equal(
          code(() => flask.loads(other.dumps({ a: 1 }))),
          'bad_signature',
        )
      }),
      PROPERTY_RUNS,
    )
  })

  test('a Flask session of another key', () => {
    const secrets = fc.uniqueArray(fc.string({ minLength: 16 }), { minLength: 2, maxLength: 2 })
    fc.assert(
      fc.property(flaskSessions, secrets, (session, [one, other]) => {
        const cookie = new FlaskSession(one, { now }).dumps(session)
        assert.equal(
          code(() => new FlaskSession(other, { now }).loads(cookie)),
          'bad_signature',
        )
      }),
      PROPERTY_RUNS,
    )
  })

  test('a cookie of another key, under the same id or under its own', () => {
    const secrets = fc.uniqueArray(fc.string({ minLength: 16 }), { minLength: 2, maxLength: 2 })
    fc.assert(
      fc.property(fc.dictionary(text, text, { maxKeys: 3 }), secrets, (payload, [one, other]) => {
        const cookie = new CookieManager({ keys: { a: one }, now }).sign(payload, 'a')
        assert.equal(
          code(() => new CookieManager({ keys: { a: other }, now }).verify(cookie)),
          'bad_signature',
        )
        assert.equal(
          code(() => new CookieManager({ keys: { b: one }, now }).verify(cookie)),
          'unknown_key',
        )
        const renamed = manager.sign(payload, 'a').replace(/("key_id": )"a"(?=[,}])/, '$1"b"')
        assert.equal(
          code(() => manager.verify(renamed)),
          'bad_signature',
        )
      }),
      PROPERTY_RUNS,
    )
  })
})
