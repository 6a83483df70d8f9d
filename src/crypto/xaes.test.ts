import assert from 'node:assert/strict'
import { createHash, createSecretKey } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { PROPERTY_RUNS } from '../../tests/property-runs.ts'
import { byteTampering } from '../../tests/tampering.ts'
import { NONCE_BYTES, Xaes256Gcm } from './xaes.ts'

const NONE = Buffer.alloc(0)
const bytes = fc.uint8Array({ maxLength: 300 })
const key = fc.uint8Array({ minLength: 32, maxLength: 32 })
const nonce = fc.uint8Array({ minLength: NONCE_BYTES, maxLength: NONCE_BYTES })

function aeadOf(keyBytes: Uint8Array): Xaes256Gcm {
  return new Xaes256Gcm(createSecretKey(keyBytes))
}

/** The two vectors of the specification: the top bit of L is 0 in the first, 1 in the second. */
const VECTORS = [
  [0x01, '', 'ce546ef63c9cc60765923609b33a9a1974e96e52daf2fcf7075e2271'],
  [0x03, 'c2sp.org/XAES-256-GCM', '986ec1832593df5443a179437fd083bf3fdb41abd740a21f71eb769d'],
] as const

for (const [keyByte, associated, sealed] of VECTORS) {
  test(`the vector of the specification with a key of ${keyByte}s holds both ways`, () => {
    const aead = aeadOf(Buffer.alloc(32, keyByte))
    const iv = Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWX')
    const data = Buffer.from(associated)
    assert.equal(aead.seal(iv, 'XAES-256-GCM', data).toString('hex'), sealed)
    assert.equal(aead.open(iv, Buffer.from(sealed, 'hex'), data)?.toString(), 'XAES-256-GCM')
  })
}

test('the 10,000 accumulated random tests of the specification have its hash', () => {
  // Each reads at most 568 bytes: key, nonce, and two texts of up to 255 bytes with their lengths.
  const stream = createHash('shake128', { outputLength: 10_000 * 568 }).digest()
  const hash = createHash('shake128', { outputLength: 32 })
  let at = 0
  const take = (size: number) => {
    at += size
    return stream.subarray(at - size, at)
  }
  for (let i = 0; i < 10_000; i++) {
    const aead = aeadOf(take(32))
    const iv = take(NONCE_BYTES)
    const plaintext = take(take(1).readUInt8())
    const associated = take(take(1).readUInt8())
    const sealed = aead.seal(iv, plaintext, associated)
    assert.deepEqual(aead.open(iv, sealed, associated), plaintext)
    hash.update(sealed)
  }
  assert.equal(
    hash.digest('hex'),
    'e6b9edf2df6cec60c8cbd864e2211b597fb69a529160cd040d56c0c210081939',
  )
})

test('any bytes come back, also after other messages under the same key', () => {
  const aead = aeadOf(Buffer.alloc(32, 7))
  fc.assert(
    fc.property(nonce, bytes, bytes, (iv, plaintext, associated) => {
      const sealed = aead.seal(iv, plaintext, associated)
      assert.equal(sealed.length, plaintext.length + 16)
      aead.seal(Buffer.alloc(NONCE_BYTES), 'another', NONE)
      assert.deepEqual(aead.open(iv, sealed, associated), Buffer.from(plaintext))
    }),
    PROPERTY_RUNS,
  )
})

test('a change of the message, the nonce, the key or the associated data is refused', () => {
  fc.assert(
    fc.property(key, nonce, bytes, bytes, byteTampering(), (k, iv, plaintext, data, tamper) => {
      const aead = aeadOf(k)
      const sealed = aead.seal(iv, plaintext, data)
      assert.equal(aead.open(iv, tamper(sealed), data), undefined)
      assert.equal(aead.open(iv, sealed, Buffer.concat([data, Buffer.of(0)])), undefined)
      const otherNonce = tamper(iv)
      if (otherNonce.length === NONCE_BYTES) {
        assert.equal(aead.open(otherNonce, sealed, data), undefined)
      }
      const otherKey = tamper(k)
      if (otherKey.length === 32) {
        assert.equal(aeadOf(otherKey).open(iv, sealed, data), undefined)
      }
    }),
    PROPERTY_RUNS,
  )
})

test('a message shorter than its tag is refused', () => {
  const aead = aeadOf(Buffer.alloc(32))
  for (let size = 0; size < 16; size++) {
    assert.equal(aead.open(Buffer.alloc(NONCE_BYTES), Buffer.alloc(size), NONE), undefined)
  }
})

test('a nonce of another size is an error of the caller', () => {
  const aead = aeadOf(Buffer.alloc(32))
  for (const size of [0, 12, 23, 25]) {
    assert.throws(() => aead.seal(Buffer.alloc(size), 'text', NONE), RangeError)
    assert.throws(() => aead.open(Buffer.alloc(size), Buffer.alloc(16), NONE), RangeError)
  }
})
