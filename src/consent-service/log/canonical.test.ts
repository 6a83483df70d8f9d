import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { PROPERTY_RUNS } from '../../../tests/property-runs.ts'
import { canonicalJson, type Json } from './canonical.ts'

/** The same value with its members in the opposite order. */
function turned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turned)
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value).reverse()
  return Object.fromEntries(members.map(([name, member]) => [name, turned(member)]))
}

describe('canonical JSON', () => {
  test('has one spelling', () => {
    assert.equal(
      canonicalJson({ b: [1, 'x', null], a: { d: true, c: undefined } }),
      '{"a":{"d":true},"b":[1,"x",null]}',
    )
    assert.equal(
      canonicalJson([1e21, -0, 0.1, '\u20ac\u2028\ud800']),
      '[1e+21,0,0.1,"€\u2028\\ud800"]',
    )
  })

  test('orders names by their UTF-16 code units, as RFC 8785 does', () => {
    const names = ['\u20ac', '\r', '\ufb33', '1', '\ud83d\ude00', '\u0080', '\u00f6']
    const written = canonicalJson(Object.fromEntries(names.map((name) => [name, 1])))
    assert.deepEqual(Object.keys(JSON.parse(written) as object).sort(), [...names].sort())
    assert.equal(
      written,
      '{"\\r":1,"1":1,"\u0080":1,"\u00f6":1,"\u20ac":1,"\ud83d\ude00":1,"\ufb33":1}',
    )
  })

  test('reads back, and does not depend on the order of members', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false } as object), (value) => {
        const text = canonicalJson(value as Json)
        assert.deepEqual(JSON.parse(text), JSON.parse(JSON.stringify(value)))
        assert.equal(canonicalJson(turned(value) as Json), text)
      }),
      PROPERTY_RUNS,
    )
  })

  test('refuses what JSON cannot say', () => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, undefined, [undefined]]) {
      assert.throws(() => canonicalJson(value as Json), TypeError)
    }
  })
})
