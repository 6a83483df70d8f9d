import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { PROPERTY_RUNS } from '../../../../tests/property-runs.ts'
import type { Act, Rate } from '../../store/port.ts'
import {
  binsOf,
  bySite,
  choicesIn,
  DAY,
  dayOf,
  SERIES,
  shareOf,
  tallyOf,
  ticks,
  totalOf,
  within,
} from './figures.ts'

const TODAY = Date.UTC(2026, 10, 24, 13)
const rate = (ago: number, act: Act, count: number, site?: string): Rate => {
  return { day: dayOf(TODAY - ago * DAY), site, act, count }
}

describe('figures', () => {
  test('a signal and what was taken over are no choices; shares are of what is known', () => {
    const tally = tallyOf([
      rate(0, 'accept_all', 6),
      rate(0, 'reject_all', 3),
      rate(1, 'saved', 1),
      rate(0, 'gpc', 50),
      rate(0, 'sync', 2),
      rate(0, 'import', 9),
    ])
    assert.deepEqual([choicesIn(tally), totalOf(tally)], [12, 71])
    assert.equal(shareOf(tally, 'accept_all'), 0.6)
    assert.equal(shareOf(tallyOf([rate(0, 'gpc', 4)]), 'accept_all'), undefined)
  })

  test('a period holds its first and its last day', () => {
    const rates = [0, 1, 6, 7].map((ago) => rate(ago, 'saved', 1))
    assert.equal(within(rates, TODAY, 1).length, 1)
    assert.equal(within(rates, TODAY, 7).length, 3)
  })

  test('sites come the busiest first', () => {
    const rates = [rate(0, 'saved', 2, 'a'), rate(0, 'saved', 3, 'b'), rate(1, 'gpc', 2, 'a')]
    assert.deepEqual(
      bySite([...rates, rate(0, 'saved', 1)]).map(({ site }) => site),
      ['a', 'b', undefined],
    )
  })

  test('bars hold every choice of the period once', () => {
    const one = fc.record({ ago: fc.nat(400), count: fc.nat(50), act: fc.constantFrom(...SERIES) })
    fc.assert(
      fc.property(fc.array(one), fc.constantFrom(7, 30, 90, 365), (picked, days) => {
        const rates = picked.map(({ ago, act, count }) => rate(ago, act.act, count))
        const bins = binsOf(rates, TODAY, days)
        const total = bins.reduce((sum, { tally }) => sum + totalOf(tally), 0)
        assert.equal(total, totalOf(tallyOf(within(rates, TODAY, days))))
        assert.equal(bins.length, days > 90 ? 53 : days)
        assert.equal(bins.at(-1)?.to, '2026-11-24')
        assert.equal(bins[0]?.from, dayOf(TODAY - (days - 1) * DAY))
      }),
      { numRuns: Math.min(200, PROPERTY_RUNS.numRuns) },
    )
  })

  test('marks of an axis are few, whole, and reach the highest bar', () => {
    assert.deepEqual(ticks(0), [0, 1])
    assert.deepEqual(ticks(3), [0, 1, 2, 3])
    assert.deepEqual(ticks(661), [0, 200, 400, 600, 800])
    assert.deepEqual(ticks(430), [0, 100, 200, 300, 400, 500])
    assert.deepEqual(ticks(110), [0, 25, 50, 75, 100, 125])
    assert.deepEqual(ticks(12), [0, 5, 10, 15])
    fc.assert(
      fc.property(fc.nat(1e9), (highest) => {
        const marks = ticks(highest)
        assert.ok((marks.at(-1) ?? 0) >= highest)
        assert.ok(marks.length >= 2 && marks.length <= 6)
        assert.ok(marks.every(Number.isSafeInteger))
        // Not much of the drawing stays empty.
        assert.ok((marks.at(-2) ?? 0) < Math.max(1, highest))
        assert.match(String(marks[1]), /^(?:1|2|25|5)0*$/)
      }),
      PROPERTY_RUNS,
    )
  })
})
