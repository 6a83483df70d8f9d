import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { PROPERTY_RUNS } from '../../tests/property-runs.ts'
import { byteTampering, textTampering } from '../../tests/tampering.ts'
import { equalBytes, equalText } from './equal.ts'

const anyText = fc.string({ unit: 'binary', minLength: 1 })

describe('equalBytes', () => {
  test('equal contents are equal, whatever array holds them', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => equalBytes(bytes, Buffer.from(bytes))),
      PROPERTY_RUNS,
    )
  })

  test('a flipped bit, a dropped byte and an added byte make a difference', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1 }), byteTampering(), (bytes, tamper) => {
        return !equalBytes(bytes, tamper(bytes))
      }),
      PROPERTY_RUNS,
    )
  })
})

describe('equalText', () => {
  test('the same text is equal, and any change of it is not', () => {
    fc.assert(
      fc.property(anyText, textTampering(), (text, tamper) => {
        assert.equal(equalText(text, `${text}`), true)
        assert.equal(equalText(text, tamper(text)), false)
      }),
      PROPERTY_RUNS,
    )
  })

  test('lone surrogates, which UTF-8 cannot tell apart, are different texts', () => {
    assert.equal(equalText('\ud800', '\ud801'), false)
    assert.equal(equalText('\ud800', '\ufffd'), false)
  })

  test('texts of different lengths are different, also when one is empty', () => {
    assert.equal(equalText('', 'a'), false)
    assert.equal(equalText('', ''), true)
  })
})
