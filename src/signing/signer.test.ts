import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { inspect } from 'node:util'
import { refusal } from '../../tests/refusal.ts'
import { Signer } from './signer.ts'
import { TimestampSigner } from './timestamp-signer.ts'

const SECRET = 'a secret of enough bytes'
const AT = 1_718_487_326
const signer = new Signer(SECRET)
const timed = new TimestampSigner(SECRET, { now: AT })
const code = (call: () => unknown): string => refusal(call).code

describe('Signer', () => {
  test('takes one spelling of a signature only, where Python takes several', () => {
    const signed = signer.sign('text')
    const at = signed.lastIndexOf('.') + 1
    const [head, signature] = [signed.slice(0, at), signed.slice(at)]
    // 20 bytes are 27 characters, of which the last one has two bits to spare.
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    const last = alphabet.indexOf(signature.at(-1) ?? '')
    const same = [1, 2, 3].map((bits) => signature.slice(0, -1) + alphabet[last + bits])
    const spellings = [
      ...same,
      `${signature}=`,
      `${signature}\n`,
      ` ${signature}`,
      `${signature}!`,
      signature.replaceAll('-', '+').replaceAll('_', '/').concat('='),
    ]
    for (const other of spellings) {
      assert.equal(
        code(() => signer.unsign(head + other)),
        'bad_signature',
        other,
      )
    }
  })

  test('a half character is not the replacement character, which UTF-8 makes of it', () => {
    assert.equal(
      code(() => signer.sign('\ud800')),
      'bad_payload',
    )
    const signed = signer.sign('\ufffd')
    assert.equal(
      code(() => signer.unsign(signed.replace('\ufffd', '\ud800'))),
      'bad_signature',
    )
  })

  test('a text that holds the separator is split at the last one', () => {
    assert.equal(signer.unsign(signer.sign('a.b..c.')), 'a.b..c.')
    assert.equal(signer.unsign(signer.sign('')), '')
  })

  test('refuses options that are wrong, and says what was meant', () => {
    const wrong = (options: object) => refusal(() => new Signer(SECRET, options))
    assert.match(wrong({ sallt: 'x' }).message, /sallt.*salt/)
    for (const separator of ['', 'a', '-', '_', '=', '.a', 7]) {
      assert.equal(wrong({ separator }).issues?.[0]?.path, 'separator')
    }
    assert.equal(wrong({ salt: '\udfff' }).issues?.[0]?.path, 'salt')
    assert.equal(wrong({ keyDerivation: 'hkdf', digest: 'md5' }).issues?.length, 2)
    assert.equal(wrong({ now: 1 }).issues?.[0]?.path, 'now')
    assert.equal(
      code(() => new Signer(SECRET, null as never)),
      'invalid_config',
    )
    assert.equal(
      code(() => new Signer('')),
      'invalid_config',
    )
  })

  test('no refusal holds the text or the secret', () => {
    for (const call of [
      () => signer.unsign('hidden text.x'),
      () => signer.unsign('hidden text'),
      () =>
        new TimestampSigner(SECRET, { now: 5 }).unsign(timed.sign('hidden text'), { maxAge: 1 }),
      () => timed.unsign(new Signer(SECRET).sign('hidden text')),
    ]) {
      const error = refusal(call)
      assert.doesNotMatch(
        inspect(error) + JSON.stringify(error) + error.stack,
        /hidden|enough bytes/,
      )
    }
  })
})

describe('TimestampSigner', () => {
  test('refuses what a Signer signed: it has no time', () => {
    const untimed = new Signer(SECRET)
    for (const value of ['text', 'a.b', 'a.AA', 'a.____________']) {
      assert.equal(
        code(() => timed.unsign(untimed.sign(value))),
        'bad_signature',
      )
    }
    assert.equal(
      code(() => timed.unsign(timed.sign('text').replace(/\.[^.]+\./, '.'))),
      'bad_signature',
    )
  })

  test('a value runs out after maxAge, and is not taken before its time', () => {
    const at = (now: number) => new TimestampSigner(SECRET, { now })
    const signed = timed.sign('text')
    assert.equal(at(AT + 50).unsign(signed, { maxAge: 50 }), 'text')
    assert.equal(
      code(() => at(AT + 51).unsign(signed, { maxAge: 50 })),
      'signature_expired',
    )
    assert.equal(
      code(() => at(AT - 3600).unsign(signed, { maxAge: 50 })),
      'signature_expired',
    )
    assert.equal(
      code(() => at(AT + 3600).unsignWithTimestamp(signed, { maxAge: 50 })),
      'signature_expired',
    )
    assert.equal(at(AT + 1e9).unsign(signed), 'text')
    assert.equal(
      code(() => timed.unsign(signed, { maxAge: -1 })),
      'invalid_config',
    )
    assert.equal(
      code(() => timed.unsign(signed, { maxAge: Number.NaN })),
      'invalid_config',
    )
  })

  test('a signature is looked at before its time: a forged one is never only expired', () => {
    const later = new TimestampSigner(SECRET, { now: AT + 1000 })
    assert.equal(
      code(() => later.unsign(`${timed.sign('text')}x`, { maxAge: 1 })),
      'bad_signature',
    )
  })

  test('a clock that gives no time is a fault where it is asked', () => {
    const broken = new TimestampSigner(SECRET, { now: () => Number.NaN })
    assert.equal(
      code(() => broken.sign('text')),
      'invalid_config',
    )
    assert.equal(
      code(() => broken.unsign(timed.sign('text'), { maxAge: 5 })),
      'invalid_config',
    )
    assert.equal(refusal(() => new TimestampSigner(SECRET, { now: -1 })).issues?.[0]?.path, 'now')
  })
})
