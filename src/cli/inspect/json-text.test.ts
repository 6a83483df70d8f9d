import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { PROPERTY_RUNS } from '../../../tests/property-runs.ts'
import { depthOf, isJson, layOut, printable } from './json-text.ts'

const ALL = Number.POSITIVE_INFINITY

test('a text is laid out as JSON.stringify does it', () => {
  fc.assert(
    fc.property(
      fc.jsonValue({ maxDepth: 4 }),
      fc.constantFrom(undefined, 1, '\t'),
      (value, gap) => {
        const json = JSON.stringify(value, undefined, gap)
        assert.equal(layOut(json, ALL), JSON.stringify(value, undefined, 2))
      },
    ),
    PROPERTY_RUNS,
  )
})

test('numbers, order and repeated names stay; escaped letters are shown', () => {
  const json = '{"b": 12345678901234567890, "1": 1.50e+3, "b": "\\u00e9\\u001b\\""}'
  assert.equal(
    layOut(json, ALL),
    '{\n  "b": 12345678901234567890,\n  "1": 1.50e+3,\n  "b": "é\\u001b\\""\n}',
  )
})

test('no depth and no length makes it large or slow', () => {
  const deep = '['.repeat(300_000) + ']'.repeat(300_000)
  assert.ok(layOut(deep, ALL).length < 1_300_000)
  assert.equal(depthOf(deep), 300_000)
  assert.equal(depthOf('{"a": ["[[[", {}]}'), 3)
  const wide = `[${'1,'.repeat(500_000)}1]`
  assert.ok(layOut(wide, 1000).length < 1100)
  const long = JSON.stringify('\\"x'.repeat(300_000))
  assert.equal(layOut(long, ALL), long)
})

test('isJson', () => {
  assert.equal(isJson('{"a":1}'), true)
  for (const text of ['', 'a', '{a:1}', 'NaN']) assert.equal(isJson(text), false)
})

test('what would steer a terminal is shown', () => {
  assert.equal(
    printable('a\u001b[2Jé\u{e0041}\ud800\n\u2028'),
    'a\\u001b[2Jé\\udb40\\udc41\\ud800\\u000a\\u2028',
  )
})
