import assert from 'node:assert/strict'
import { createSecretKey } from 'node:crypto'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { PROPERTY_RUNS } from '../../tests/property-runs.ts'
import { refusal } from '../../tests/refusal.ts'
import { byteTampering, textTampering } from '../../tests/tampering.ts'
import { createKeyring, type DerivedKey, type Keyring } from './keyring.ts'
import { MAX_TOKEN_LENGTH, PurposeSeal } from './purpose-seal.ts'

const OLD = 'an old secret of the app'
const NEW = 'a new secret of the app!'
const keyring = createKeyring([NEW])
const sealer = new PurposeSeal(keyring, 'session')
const plain = fc.string({ unit: 'grapheme', maxLength: 200 })

function bytesOf(token: string): Buffer {
  return Buffer.from(token.slice(4), 'base64url')
}

function tokenOf(bytes: Uint8Array): string {
  return `hp1.${Buffer.from(bytes).toString('base64url')}`
}

test('any text comes back and is not stale', () => {
  fc.assert(
    fc.property(plain, (plaintext) => {
      assert.deepEqual(sealer.open(sealer.seal(plaintext)), { ok: true, plaintext, stale: false })
    }),
    PROPERTY_RUNS,
  )
})

test('a token of today opens in every later version', () => {
  const fixed = new PurposeSeal(createKeyring(['0123456789abcdef']), 'session')
  const token = 'hp1.ZnTOdqVb2GazLQCuY-0HAewBVZC8bi9hC-AKkQCpxdXjoOcK-4pyvmWm9Sa_p2Y98fr_3iKQMYqL7g'
  assert.deepEqual(fixed.open(token), { ok: true, plaintext: '{"sub":"Zoë"}', stale: false })
})

test('a token is hp1., then key id, nonce, ciphertext and tag, in letters a cookie may have', () => {
  const token = sealer.seal('four')
  assert.match(token, /^hp1\.[\w-]+$/)
  assert.equal(bytesOf(token).length, 4 + 24 + 4 + 16)
  assert.equal(bytesOf(token).readUInt32BE(0), keyring.derive('session')[0].id)
})

test('the same text never gives the same token', () => {
  const tokens = new Set(Array.from({ length: 1000 }, () => sealer.seal('same')))
  assert.equal(tokens.size, 1000)
})

describe('what was changed is refused', () => {
  test('any flipped bit, dropped byte or added byte', () => {
    fc.assert(
      fc.property(plain, byteTampering(), (plaintext, tamper) => {
        return !sealer.open(tokenOf(tamper(bytesOf(sealer.seal(plaintext))))).ok
      }),
      PROPERTY_RUNS,
    )
  })

  test('any other character, one less or one more', () => {
    fc.assert(
      fc.property(plain, textTampering(), (plaintext, tamper) => {
        return !sealer.open(tamper(sealer.seal(plaintext))).ok
      }),
      PROPERTY_RUNS,
    )
  })

  test('every bit of one token', () => {
    const bytes = bytesOf(sealer.seal('x'))
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const changed = Buffer.from(bytes)
      changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3)
      const expected = bit < 32 ? 'unknown_key' : 'bad_signature'
      assert.deepEqual(sealer.open(tokenOf(changed)), { ok: false, code: expected })
    }
  })
})

describe('a value sealed for one purpose', () => {
  test('never opens for another', () => {
    const purpose = fc.string({ unit: 'grapheme-ascii', maxLength: 20 })
    fc.assert(
      fc.property(fc.uniqueArray(purpose, { minLength: 2, maxLength: 2 }), plain, (two, text) => {
        const [mine, other] = two.map((name) => new PurposeSeal(keyring, name))
        assert.ok(mine && other)
        const refused = other.open(mine.seal(text))
        assert.deepEqual(refused, { ok: false, code: 'unknown_key' })
      }),
      PROPERTY_RUNS,
    )
  })

  test('does not open for another even under the same key: the purpose is in the data too', () => {
    const same: Keyring = { derive: () => keyring.derive('one key for all') }
    const opened = new PurposeSeal(same, 'login').open(
      new PurposeSeal(same, 'session').seal('text'),
    )
    assert.deepEqual(opened, { ok: false, code: 'bad_signature' })
  })
})

describe('key rotation', () => {
  const before = new PurposeSeal(createKeyring([OLD]), 'session')
  const during = new PurposeSeal(createKeyring([NEW, OLD]), 'session')
  const after = new PurposeSeal(createKeyring([NEW]), 'session')

  test('a value under the old key opens and is stale; sealed again it is not', () => {
    fc.assert(
      fc.property(plain, (plaintext) => {
        const old = during.open(before.seal(plaintext))
        assert.deepEqual(old, { ok: true, plaintext, stale: true })
        assert.deepEqual(after.open(during.seal(plaintext)), { ok: true, plaintext, stale: false })
      }),
      PROPERTY_RUNS,
    )
  })

  test('a value under a key that was taken out is refused as unknown_key', () => {
    assert.deepEqual(after.open(before.seal('text')), { ok: false, code: 'unknown_key' })
  })

  test('two keys that have the same id by chance both open', () => {
    const id = 7
    const keyOf = (byte: number): DerivedKey => ({
      id,
      key: createSecretKey(Buffer.alloc(32, byte)),
    })
    const one = new PurposeSeal({ derive: () => [keyOf(1)] }, 'session')
    const two = new PurposeSeal({ derive: () => [keyOf(2)] }, 'session')
    const both = new PurposeSeal({ derive: () => [keyOf(2), keyOf(1)] }, 'session')
    assert.deepEqual(both.open(one.seal('a')), { ok: true, plaintext: 'a', stale: true })
    assert.deepEqual(both.open(two.seal('b')), { ok: true, plaintext: 'b', stale: false })
    assert.deepEqual(two.open(one.seal('a')), { ok: false, code: 'bad_signature' })
  })
})

describe('what is no token', () => {
  const token = sealer.seal('text')
  const others = {
    'the empty text': '',
    'the version alone': 'hp1.',
    'no version': token.slice(4),
    'another version': token.replace('hp1.', 'hp2.'),
    'the version in capitals': token.replace('hp1.', 'HP1.'),
    'a byte too short for any text': tokenOf(bytesOf(token).subarray(0, 43)),
    padding: `${token}==`,
    'a newline after': `${token}\n`,
    'a null after': `${token}\0`,
    'more than 64 KiB': `hp1.${'A'.repeat(MAX_TOKEN_LENGTH)}`,
  }
  for (const [what, text] of Object.entries(others)) {
    test(`${what} is bad_payload`, () => {
      assert.deepEqual(sealer.open(text), { ok: false, code: 'bad_payload' })
    })
  }

  test('values that are no text are bad_payload', () => {
    for (const value of ['null', '1', '[]', '{}', '{"length":1}']) {
      assert.deepEqual(sealer.open(JSON.parse(value)), { ok: false, code: 'bad_payload' })
    }
  })

  test('nothing throws and nothing opens, whatever the text', () => {
    const noise = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: 'binary' }).map((text) => `hp1.${text}`),
      fc.uint8Array({ maxLength: 200 }).map(tokenOf),
    )
    fc.assert(
      fc.property(noise, (text) => !sealer.open(text).ok),
      PROPERTY_RUNS,
    )
  })
})

test('the largest text that seals also opens, and one byte more is session_too_large', () => {
  const largest = 'x'.repeat(49_105)
  const token = sealer.seal(largest)
  assert.ok(token.length <= MAX_TOKEN_LENGTH)
  assert.deepEqual(sealer.open(token), { ok: true, plaintext: largest, stale: false })
  assert.equal(refusal(() => sealer.seal(`${largest}x`)).code, 'session_too_large')
})
