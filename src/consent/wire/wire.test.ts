import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { PROPERTY_RUNS } from '../../../tests/property-runs.ts'
import { type Category, CLASSIC_CATEGORIES, choicesOf, wireOf } from './categories.ts'
import { isoTimestamp, readIsoTimestamp } from './timestamp.ts'
import { isWireConsent } from './values.ts'

const MORE: readonly Category[] = [
  ...CLASSIC_CATEGORIES,
  { id: 'ads', classic: 'performance' },
  { id: 'video' },
]
const WORDS = ['all', 'performance', 'functionality', 'essential'] as const

test('the five words, and nothing else', () => {
  for (const word of [...WORDS, 'unset']) assert.ok(isWireConsent(word))
  for (const other of ['functional', 'true', '', undefined, null, 'toString']) {
    assert.ok(!isWireConsent(other))
  }
})

describe('categories', () => {
  test('a classic word comes back', () => {
    for (const word of WORDS) {
      assert.equal(wireOf(choicesOf(word, CLASSIC_CATEGORIES), CLASSIC_CATEGORIES), word)
    }
    assert.equal(wireOf(undefined, MORE), 'unset')
  })

  test('the word grants nothing that was not chosen', () => {
    const ids = MORE.filter((one) => !one.always).map(({ id }) => id)
    fc.assert(
      fc.property(fc.record(Object.fromEntries(ids.map((id) => [id, fc.boolean()]))), (choices) => {
        const word = wireOf(choices, MORE)
        assert.notEqual(word, 'unset')
        const granted = choicesOf(word as 'all', MORE, choices)
        for (const id of ids) assert.ok(!granted[id] || choices[id], `${id} by ${word}`)
      }),
      PROPERTY_RUNS,
    )
  })

  test('a classic category that no category stands for is not granted', () => {
    const few: readonly Category[] = [
      { id: 'performance', classic: 'performance' },
      { id: 'video' },
    ]
    assert.equal(wireOf({ performance: false, video: true }, few), 'essential')
    assert.equal(wireOf({ performance: true, video: true }, few), 'performance')
  })

  test('an old client leaves alone what it does not know', () => {
    const previous = { performance: true, functionality: true, ads: true, video: true }
    assert.deepEqual(choicesOf('essential', MORE, previous), {
      performance: false,
      functionality: false,
      ads: false,
      video: true,
    })
    assert.equal(choicesOf('all', MORE).video, false)
  })

  test('an inherited name is no choice', () => {
    const odd: readonly Category[] = [
      { id: 'constructor' },
      { id: 'performance', classic: 'performance' },
    ]
    assert.equal(choicesOf('essential', odd, {}).constructor, false)
  })
})

describe('times', () => {
  test('are those of Python, and sort as text', () => {
    assert.equal(isoTimestamp(1_795_496_400_123), '2026-11-24T05:00:00.123000+00:00')
    fc.assert(
      fc.property(fc.nat(4e12), fc.nat(4e12), (a, b) => {
        assert.equal(isoTimestamp(a) < isoTimestamp(b), a < b)
        assert.equal(readIsoTimestamp(isoTimestamp(a)), a)
      }),
      PROPERTY_RUNS,
    )
  })

  test('others are none', () => {
    assert.equal(readIsoTimestamp('2026-11-24T05:00:00+00:00'), 1_795_496_400_000)
    for (const text of ['', 'now', '2026-11-24', '2026-11-24T05:00:00', '2026-13-40T05:00:00Z']) {
      assert.equal(readIsoTimestamp(text), undefined)
    }
  })
})
