import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { PROPERTY_RUNS } from '../../tests/property-runs.ts'
import { cookieReadings, quoteCookieValue, unquoteCookieValue } from './python-cookies.ts'

const text = fc.string({ unit: 'grapheme', maxLength: 60 })

test('what is plain stands as it is, the rest in quotes with octal escapes', () => {
  assert.equal(quoteCookieValue('abc.DEF-_~'), 'abc.DEF-_~')
  assert.equal(quoteCookieValue('{"a": 1, "b\\"}'), '"{\\"a\\": 1\\054 \\"b\\\\\\"}"')
  assert.equal(quoteCookieValue('é\n'), '"\\303\\251\\012"')
})

test('what was quoted comes back', () => {
  fc.assert(
    fc.property(text, (value) => {
      const quoted = quoteCookieValue(value)
      assert.equal(unquoteCookieValue(quoted) ?? quoted, value)
      // No cookie ends early, and no header line either.
      assert.doesNotMatch(quoted, /[;,\r\n]/)
    }),
    PROPERTY_RUNS,
  )
})

test('nothing makes the reading throw, and its answers are few', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (header) => {
      assert.ok(cookieReadings(`a=${header}; a="${header}"; b=${header}`, 'a').length <= 24)
    }),
    PROPERTY_RUNS,
  )
})

test('a value is read as it is, unquoted, and percent-decoded', () => {
  assert.deepEqual(cookieReadings('b=1; a="x\\054y"', 'a'), ['"x\\054y"', 'x,y'])
  assert.deepEqual(cookieReadings('a=x%2Cy;a = z', 'a'), ['x%2Cy', 'x,y', 'z'])
  assert.deepEqual(cookieReadings('a=%', 'a'), ['%'])
  assert.deepEqual(cookieReadings('A=1; aa=2; a', 'a'), [])
})

test('of many cookies of one name the first eight are looked at', () => {
  assert.equal(cookieReadings('a=1;'.repeat(100), 'a').length, 8)
})

test('quotes must close, and an escape at the end is itself', () => {
  assert.equal(unquoteCookieValue('"'), undefined)
  assert.equal(unquoteCookieValue('"a'), undefined)
  assert.equal(unquoteCookieValue('"a\\"'), 'a\\')
  assert.equal(unquoteCookieValue('"\\400"'), '400')
})
