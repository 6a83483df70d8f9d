import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { PROPERTY_RUNS } from '../../tests/property-runs.ts'
import { readTimestamp, writeTimestamp } from './timestamp.ts'

test('a time is big-endian bytes without leading zeros, in base64url', () => {
  assert.equal(writeTimestamp(1_719_457_524), 'ZnzW9A')
  assert.equal(writeTimestamp(0), '')
  assert.equal(writeTimestamp(255), '_w')
  assert.equal(writeTimestamp(2 ** 32), 'AQAAAAA')
})

test('any time up to the year 9999 comes back', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 253_402_300_799 }), (seconds) => {
      assert.equal(readTimestamp(writeTimestamp(seconds)), seconds)
    }),
    PROPERTY_RUNS,
  )
})

test('what writeTimestamp would not write is no time', () => {
  for (const text of [
    'AA',
    'AAE',
    'ZnzW9B',
    'ZnzW9A=',
    'Znz W9A',
    '____________',
    'Ov_____w',
    '+/',
  ]) {
    assert.equal(readTimestamp(text), undefined, text)
  }
})

test('no text makes it throw', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const seconds = readTimestamp(text)
      assert.ok(seconds === undefined || writeTimestamp(seconds) === text)
    }),
    PROPERTY_RUNS,
  )
})
