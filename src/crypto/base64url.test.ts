import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { PROPERTY_RUNS } from '../../tests/property-runs.ts'
import { textTampering } from '../../tests/tampering.ts'
import { decode, decodePadded, encode, encodePadded } from './base64url.ts'

/** RFC 4648 section 10, and two byte strings that need the letters of base64url. */
const KNOWN = [
  ['', '', ''],
  ['f', 'Zg', 'Zg=='],
  ['fo', 'Zm8', 'Zm8='],
  ['foo', 'Zm9v', 'Zm9v'],
  ['foob', 'Zm9vYg', 'Zm9vYg=='],
  ['fooba', 'Zm9vYmE', 'Zm9vYmE='],
  ['foobar', 'Zm9vYmFy', 'Zm9vYmFy'],
  ['\xfb\xff', '-_8', '-_8='],
  ['\xff\xff\xff', '____', '____'],
] as const

for (const [plain, bare, padded] of KNOWN) {
  test(`${JSON.stringify(plain)} is ${bare || 'the empty text'} both ways`, () => {
    const bytes = Buffer.from(plain, 'latin1')
    assert.equal(encode(bytes), bare)
    assert.equal(encodePadded(bytes), padded)
    assert.deepEqual(decode(bare), bytes)
    assert.deepEqual(decodePadded(padded), bytes)
  })
}

describe('decode refuses every other spelling', () => {
  const others = {
    padding: 'Zg==',
    'half of the padding': 'Zg=',
    'trailing bits that are not zero': 'Zh',
    'a letter too many': 'Zm9vY',
    'one letter': 'Z',
    'the letters of plain base64': '+/8',
    'a space before': ' Zm9v',
    'a newline after': 'Zm9v\n',
    'a newline inside': 'Zm\n9v',
    'a null': 'Zm9v\0',
    'a full-width letter': 'Ｚm9v',
    'a character beyond the first plane': 'Zm9v🍪',
  }
  for (const [what, text] of Object.entries(others)) {
    test(what, () => assert.equal(decode(text), undefined))
  }
})

describe('decodePadded refuses every other spelling', () => {
  const others = {
    'no padding': 'Zg',
    'half of the padding': 'Zg=',
    'padding where none belongs': 'Zm9v====',
    'padding alone': '====',
    'padding inside': 'Zg==Zg==',
    'three of padding': 'Z===',
    'too much padding': 'Zm8==',
    'trailing bits that are not zero': 'Zh==',
    'trailing bits beside one padding': 'Zm9=',
    'the letters of plain base64': '+/8=',
    'white space': 'Zg= =',
  }
  for (const [what, text] of Object.entries(others)) {
    test(what, () => assert.equal(decodePadded(text), undefined))
  }
})

test('any bytes come back, from a view into a larger buffer too', () => {
  fc.assert(
    fc.property(fc.uint8Array(), fc.nat({ max: 9 }), (bytes, skip) => {
      const part = bytes.subarray(skip)
      assert.deepEqual(decode(encode(part)), Buffer.from(part))
      assert.deepEqual(decodePadded(encodePadded(part)), Buffer.from(part))
    }),
    PROPERTY_RUNS,
  )
})

test('no two texts decode to the same bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1 }), textTampering(), (bytes, tamper) => {
      const decoded = decode(tamper(encode(bytes)))
      const decodedPadded = decodePadded(tamper(encodePadded(bytes)))
      assert.notDeepEqual(decoded, Buffer.from(bytes))
      assert.notDeepEqual(decodedPadded, Buffer.from(bytes))
    }),
    PROPERTY_RUNS,
  )
})

test('whatever decodes is written the same way again, and nothing throws', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.base64String()), (text) => {
      const bytes = decode(text)
      if (bytes !== undefined) assert.equal(encode(bytes), text)
      const padded = decodePadded(text)
      if (padded !== undefined) assert.equal(encodePadded(padded), text)
    }),
    PROPERTY_RUNS,
  )
})
