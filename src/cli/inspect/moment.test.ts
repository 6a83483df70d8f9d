import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isoOf, moment, spoken } from './moment.ts'

const NOW = 1_750_000_000

test('a time, and how far away it is', () => {
  assert.equal(moment(NOW - 3 * 3600, NOW), '2025-06-15T12:06:40Z (3 hours ago)')
  assert.equal(moment(NOW + 60.5, NOW), '2025-06-15T15:07:40Z (in 60 seconds)')
  assert.equal(moment(NOW, NOW), '2025-06-15T15:06:40Z (0 seconds ago)')
  assert.equal(moment(1e300, NOW), '1e+300, which is no time')
  assert.equal(isoOf(Number.NaN), undefined)
})

test('lengths of time', () => {
  const lengths: Array<[number, string]> = [
    [1, '1 second'],
    [119, '119 seconds'],
    [121, '2 minutes'],
    [7199, '119 minutes'],
    [86_399, '23 hours'],
    [86_400, '1 day'],
    [31_557_600, '1 year'],
    [1e9, '31 years'],
  ]
  for (const [seconds, words] of lengths) assert.equal(spoken(seconds), words)
})
