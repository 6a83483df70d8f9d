import assert from 'node:assert/strict'
import { createCipheriv, createHmac } from 'node:crypto'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { PROPERTY_RUNS } from '../../tests/property-runs.ts'
import { refusal } from '../../tests/refusal.ts'
import { byteTampering, textTampering } from '../../tests/tampering.ts'
import { Fernet } from './fernet.ts'
import { parseFernetKeys } from './fernet-keys.ts'

const KEY = 'cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4='
const OTHER_KEY = Buffer.alloc(32, 9).toString('base64')
const AT = 1_750_000_000
const fernet = new Fernet(KEY)
const plain = fc.string({ unit: 'grapheme', maxLength: 200 })

function bytesOf(token: string): Buffer {
  return Buffer.from(token, 'base64url')
}

function tokenOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64').replaceAll('+', '-').replaceAll('/', '_')
}

/** A token with any bytes inside, signed as it should be. */
function signed(head: Uint8Array, inside: Uint8Array, padded: boolean): string {
  const [{ signing, encryption }] = parseFernetKeys([KEY])
  const cipher = createCipheriv('aes-128-cbc', encryption, head.subarray(9)).setAutoPadding(padded)
  const body = Buffer.concat([head, cipher.update(inside), cipher.final()])
  return tokenOf(Buffer.concat([body, createHmac('sha256', signing).update(body).digest()]))
}

const HEAD = bytesOf(fernet.encrypt('', { now: AT })).subarray(0, 25)

test('what is no well-formed text is refused, never changed; nor is an iv that is no bytes', () => {
  for (const text of ['\ud800', 'a\udc00b', undefined, null, 7, {}, Buffer.from('text')]) {
    assert.equal(refusal(() => fernet.encrypt(text as string)).code, 'bad_payload')
  }
  for (const iv of ['sixteen letters.', Array(16).fill(0), { length: 16 }, new Uint8Array(15)]) {
    const { code, message } = refusal(() => fernet.encrypt('text', { iv: iv as Uint8Array }))
    assert.deepEqual([code, message], ['invalid_config', 'iv must be a Uint8Array of 16 bytes'])
  }
})

test('any text comes back, a byte order mark in front too', () => {
  fc.assert(
    fc.property(plain, fc.boolean(), (text, mark) => {
      const whole = mark ? `\ufeff${text}` : text
      assert.equal(fernet.decrypt(fernet.encrypt(whole)), whole)
    }),
    PROPERTY_RUNS,
  )
})

test('the same text never gives the same token', () => {
  const tokens = Array.from({ length: 1000 }, () => fernet.encrypt('same', { now: AT }))
  assert.equal(new Set(tokens).size, 1000)
})

describe('what was changed is refused', () => {
  test('any flipped bit, dropped byte or added byte', () => {
    fc.assert(
      fc.property(plain, byteTampering(), (text, tamper) => {
        const changed = tokenOf(tamper(bytesOf(fernet.encrypt(text))))
        assert.match(refusal(() => fernet.decrypt(changed)).code, /^bad_/)
      }),
      PROPERTY_RUNS,
    )
  })

  test('any other character, one less or one more', () => {
    fc.assert(
      fc.property(plain, textTampering(), (text, tamper) => {
        const changed = tamper(fernet.encrypt(text))
        assert.match(refusal(() => fernet.decrypt(changed)).code, /^bad_/)
      }),
      PROPERTY_RUNS,
    )
  })

  test('a token under another key is bad_signature', () => {
    const token = new Fernet(OTHER_KEY).encrypt('text')
    assert.equal(refusal(() => fernet.decrypt(token)).code, 'bad_signature')
  })
})

describe('what is no token of text is bad_payload', () => {
  const token = fernet.encrypt('text')
  const others = {
    'the empty text': '',
    'no padding': token.replace(/=+$/, ''),
    'a newline after': `${token}\n`,
    'a newline before': `\n${token}`,
    'the letters of plain base64': `+${token.slice(1)}`,
    'another version': tokenOf(Buffer.concat([Buffer.of(0x81), bytesOf(token).subarray(1)])),
    'no ciphertext': tokenOf(Buffer.concat([HEAD, Buffer.alloc(32)])),
    'half a block of ciphertext': tokenOf(Buffer.concat([HEAD, Buffer.alloc(40)])),
    'a padding that is wrong though it is signed': signed(HEAD, Buffer.alloc(16), false),
    'bytes that are no UTF-8': signed(HEAD, Buffer.of(0xff, 0xfe), true),
  }
  for (const [what, text] of Object.entries(others)) {
    test(what, () => assert.equal(refusal(() => fernet.decrypt(text)).code, 'bad_payload'))
  }

  test('values that are no text', () => {
    for (const value of ['null', '1', '[]', '{}']) {
      assert.equal(refusal(() => fernet.decrypt(JSON.parse(value))).code, 'bad_payload')
    }
  })

  test('nothing but a HallpassError is thrown, whatever the text', () => {
    const noise = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.base64String(),
      fc.uint8Array({ maxLength: 200 }).map((bytes) => tokenOf(Buffer.concat([HEAD, bytes]))),
    )
    fc.assert(
      fc.property(noise, (text) => {
        assert.match(refusal(() => fernet.decrypt(text)).code, /^bad_/)
        assert.match(refusal(() => fernet.rotate(text)).code, /^bad_/)
      }),
      PROPERTY_RUNS,
    )
  })
})

test('an IV of another size is invalid_config', () => {
  for (const size of [0, 12, 15, 17]) {
    assert.equal(
      refusal(() => fernet.encrypt('text', { iv: Buffer.alloc(size) })).code,
      'invalid_config',
    )
  }
})

describe('rotate', () => {
  const rotating = new Fernet([OTHER_KEY, KEY])

  test('keeps the text and the time, and needs the old key no more', () => {
    fc.assert(
      fc.property(plain, fc.nat(), (text, now) => {
        const rotated = rotating.rotate(fernet.encrypt(text, { now }))
        assert.equal(new Fernet(OTHER_KEY).decrypt(rotated, { ttl: 0, now }), text)
        assert.equal(refusal(() => fernet.decrypt(rotated)).code, 'bad_signature')
      }),
      PROPERTY_RUNS,
    )
  })

  test('takes a token under the newest key too, and gives another', () => {
    const token = rotating.encrypt('text')
    const rotated = rotating.rotate(token)
    assert.notEqual(rotated, token)
    assert.equal(rotating.decrypt(rotated), 'text')
  })

  test('keeps bytes that are no text', () => {
    const rotated = rotating.rotate(signed(HEAD, Buffer.of(0xff, 0xfe), true))
    assert.equal(refusal(() => rotating.decrypt(rotated)).code, 'bad_payload')
  })
})
