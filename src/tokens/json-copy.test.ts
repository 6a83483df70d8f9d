import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { PROPERTY_RUNS } from '../../tests/property-runs.ts'
import { jsonCopy } from './json-copy.ts'

test('any JSON value is copied whole, and nothing that could be changed is shared', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const copy = jsonCopy(value)
      assert.deepEqual(copy, value)
      assert.equal(JSON.stringify(copy), JSON.stringify(value))
      for (const part of partsOf(copy)) assert.equal(partsOf(value).includes(part), false)
    }),
    PROPERTY_RUNS,
  )
})

test('a member called __proto__ is one', () => {
  const copy = jsonCopy(JSON.parse('{"a":{"__proto__":{"admin":true}}}'))
  assert.equal(JSON.stringify(copy), '{"a":{"__proto__":{"admin":true}}}')
  assert.equal(Reflect.get(Object(Reflect.get(Object(copy), 'a')), 'admin'), undefined)
})

function partsOf(value: unknown): object[] {
  if (typeof value !== 'object' || value === null) return []
  return [value, ...Object.values(value).flatMap(partsOf)]
}
