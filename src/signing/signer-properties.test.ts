import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { PROPERTY_RUNS } from '../../tests/property-runs.ts'
import { refusal } from '../../tests/refusal.ts'
import { textTampering } from '../../tests/tampering.ts'
import type { SignerOptions } from './options.ts'
import { Signer } from './signer.ts'
import { TimestampSigner } from './timestamp-signer.ts'

const SECRET = 'a secret of enough bytes'
const OLD = 'an older secret of enough bytes'
const AT = 1_718_487_326
const signer = new Signer(SECRET)
const timed = new TimestampSigner(SECRET, { now: AT })
const code = (call: () => unknown): string => refusal(call).code

const text = fc.string({ unit: 'grapheme', maxLength: 100 })
const settings: fc.Arbitrary<SignerOptions> = fc.record(
  {
    salt: fc.string({ unit: 'grapheme', maxLength: 12 }),
    separator: fc.constantFrom('.', ':', '|', '::', '🔑'),
    keyDerivation: fc.constantFrom('django-concat', 'concat', 'hmac', 'none'),
    digest: fc.constantFrom('sha1', 'sha256', 'sha512'),
  },
  { requiredKeys: [] },
)

describe('properties', () => {
  test('any text comes back, under any options and any of the secrets', () => {
    fc.assert(
      fc.property(text, settings, (value, options) => {
        const old = new Signer(OLD, options)
        const both = new Signer([SECRET, OLD], options)
        assert.equal(both.unsign(old.sign(value)), value)
        assert.equal(new Signer(SECRET, options).unsign(both.sign(value)), value)
        assert.equal(
          code(() => old.unsign(both.sign(value))),
          'bad_signature',
        )
      }),
      PROPERTY_RUNS,
    )
  })

  test('any text and its time come back', () => {
    fc.assert(
      fc.property(text, settings, fc.integer({ min: 0, max: 2 ** 37 }), (value, options, now) => {
        const one = new TimestampSigner(SECRET, { ...options, now })
        const signedAt = new Date(now * 1000)
        assert.deepEqual(one.unsignWithTimestamp(one.sign(value), { maxAge: 0 }), {
          value,
          signedAt,
        })
      }),
      PROPERTY_RUNS,
    )
  })

  test('any change is refused', () => {
    fc.assert(
      fc.property(text, textTampering(), (value, tamper) => {
        assert.equal(
          code(() => signer.unsign(tamper(signer.sign(value)))),
          'bad_signature',
        )
        assert.equal(
          code(() => timed.unsign(tamper(timed.sign(value)))),
          'bad_signature',
        )
      }),
      PROPERTY_RUNS,
    )
  })

  test('a value for one salt never opens under another', () => {
    const salts = fc.uniqueArray(fc.string({ maxLength: 8 }), { minLength: 2, maxLength: 2 })
    fc.assert(
      fc.property(
        text,
        salts,
        fc.constantFrom('django-concat', 'hmac'),
        (value, two, keyDerivation) => {
          const [one, other] = two.map((salt) => new Signer(SECRET, { salt, keyDerivation }))
          assert.equal(
            code(() => other?.unsign(one?.sign(value) ?? '')),
            'bad_signature',
          )
        },
      ),
      PROPERTY_RUNS,
    )
  })

  test('nothing makes unsign throw anything but its own error', () => {
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.string({ unit: 'binary' })), (value) => {
        assert.equal(
          code(() => signer.unsign(value as string)),
          'bad_signature',
        )
        assert.equal(
          code(() => timed.unsign(value as string, { maxAge: 5 })),
          'bad_signature',
        )
      }),
      PROPERTY_RUNS,
    )
  })
})
