import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { PROPERTY_RUNS } from '../../tests/property-runs.ts'
import { refusal } from '../../tests/refusal.ts'
import { readJson } from './read-json.ts'
import { COMPACT_STYLE, DEFAULT_STYLE, writeJson } from './write-json.ts'

const python = (value: unknown) => writeJson(value, DEFAULT_STYLE)
const refused = (value: unknown) => {
  const error = refusal(() => python(value))
  assert.equal(error.code, 'bad_payload')
  return error.message
}

describe('writeJson', () => {
  test('writes as json.dumps does', () => {
    assert.equal(python({ a: [1, 'é', null], b: {} }), '{"a": [1, "\\u00e9", null], "b": {}}')
    assert.equal(python('🔑\u007f\u2028"\\\n'), '"\\ud83d\\udd11\\u007f\\u2028\\"\\\\\\n"')
    assert.equal(python([true, false, []]), '[true, false, []]')
    assert.equal(writeJson({ a: ['é', 1] }, COMPACT_STYLE), '{"a":["é",1]}')
  })

  test('writes numbers as repr does', () => {
    const numbers: readonly [number, string][] = [
      [0, '0'],
      [-0, '-0.0'],
      [0.1, '0.1'],
      [1e15, '1000000000000000'],
      [2 ** 53 - 1, '9007199254740991'],
      [1.5e300, '1.5e+300'],
      [1e21, '1e+21'],
      [1e-4, '0.0001'],
      [1e-5, '1e-05'],
      [1.25e-7, '1.25e-07'],
      [5e-324, '5e-324'],
      [-1e-10, '-1e-10'],
      [123456789.125, '123456789.125'],
    ]
    for (const [number, text] of numbers) assert.equal(python(number), text)
  })

  test('leaves out what is undefined', () => {
    assert.equal(python({ a: undefined, b: 1 }), '{"b": 1}')
    refused([undefined])
    assert.match(refused({ list: new Array(2) }), /a value of type undefined/)
  })

  test('writes an own __proto__ as the name that it is', () => {
    assert.equal(python(JSON.parse('{"__proto__": 1}')), '{"__proto__": 1}')
    assert.equal(python(Object.assign(Object.create(null), { a: 1 })), '{"a": 1}')
  })

  test('refuses what would not come back as it was, by its kind alone', () => {
    assert.match(refused({ secret: 2 ** 53 }), /an integer beyond 2\^53/)
    assert.match(refused(-(2 ** 60)), /an integer beyond/)
    assert.match(refused(Number.NaN), /not finite/)
    assert.match(refused(Number.POSITIVE_INFINITY), /not finite/)
    assert.match(refused(new Date(0)), /an object of class Date/)
    assert.match(refused(new Map([['hidden', 1]])), /of class Map/)
    assert.match(refused({ toJSON: () => 1 }), /a value of type function/)
    assert.match(refused(10n), /type bigint/)
    assert.match(refused(Symbol('hidden')), /^a value of type symbol cannot/)
    assert.match(refusal(() => writeJson('\ud800', COMPACT_STYLE)).message, /half a surrogate pair/)
  })

  test('refuses a cycle and what is nested too deep, without a crash', () => {
    const cycle: unknown[] = []
    cycle.push(cycle)
    assert.match(refused(cycle), /over 500 deep/)
  })

  test('any JSON comes back', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.boolean(), (value, ascii) => {
        const style = ascii ? DEFAULT_STYLE : COMPACT_STYLE
        let text: string
        try {
          text = writeJson(value, style)
        } catch (error) {
          return (
            refusal(() => {
              throw error
            }).code === 'bad_payload'
          )
        }
        assert.deepEqual(readJson(text), JSON.parse(text))
        assert.equal(JSON.stringify(JSON.parse(text)), JSON.stringify(value))
        return true
      }),
      PROPERTY_RUNS,
    )
  })
})
