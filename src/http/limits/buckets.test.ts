import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { PROPERTY_RUNS } from '../../../tests/property-runs.ts'
import { clockAt } from '../../../tests/support/clock.ts'
import { Buckets } from './buckets.ts'

function bucketsOf(perSecond: number, burst: number) {
  const clock = clockAt()
  return { clock, buckets: new Buckets({ perSecond, burst }, clock.now) }
}

describe('a bucket', () => {
  test('lets a burst through, then so many a second', () => {
    const { clock, buckets } = bucketsOf(2, 3)
    assert.deepEqual(
      [1, 2, 3].map(() => buckets.take('a')),
      [0, 0, 0],
    )
    assert.ok(Math.abs(buckets.take('a') - 0.5) < 1e-6)
    clock.time += 0.5
    assert.equal(buckets.take('a'), 0)
    assert.ok(buckets.take('a') > 0)
    clock.time += 60
    assert.deepEqual(
      [1, 2, 3].map(() => buckets.take('a')),
      [0, 0, 0],
    )
    assert.ok(buckets.take('a') > 0)
  })

  test('is one for each name', () => {
    const { buckets } = bucketsOf(1, 1)
    assert.equal(buckets.take('a'), 0)
    assert.equal(buckets.take('b'), 0)
    assert.ok(buckets.take('a') > 0)
    assert.equal(buckets.take('__proto__'), 0)
  })

  test('takes a token back', () => {
    const { clock, buckets } = bucketsOf(1, 2)
    buckets.giveBack('a')
    for (let at = 0; at < 9; at++) {
      assert.equal(buckets.take('a'), 0)
      buckets.giveBack('a')
    }
    clock.time += 60
    buckets.giveBack('a')
    assert.deepEqual([buckets.take('a'), buckets.take('a')], [0, 0])
    assert.ok(buckets.take('a') > 0)
  })

  test('a clock that is put back locks nobody out', () => {
    const { clock, buckets } = bucketsOf(1, 2)
    buckets.take('a')
    clock.time -= 86_400
    assert.deepEqual(
      [1, 2].map(() => buckets.take('a')),
      [0, 0],
    )
    assert.ok(buckets.take('a') > 0)
  })

  test('never more than burst + perSecond * time, and after the wait there is one', () => {
    const steps = fc.array(fc.double({ min: 0, max: 3, noNaN: true }), { maxLength: 60 })
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 5 }),
        steps,
        (perSecond, burst, pauses) => {
          const { clock, buckets } = bucketsOf(perSecond, burst)
          const start = clock.time
          let taken = 0
          for (const pause of pauses) {
            clock.time += pause
            const wait = buckets.take('a')
            if (wait === 0) taken++
            else {
              clock.time += wait
              assert.equal(buckets.take('a'), 0)
              taken++
            }
            assert.ok(taken <= burst + perSecond * (clock.time - start) + 1e-3)
          }
        },
      ),
      PROPERTY_RUNS,
    )
  })

  test('of ten thousand names the oldest goes first', () => {
    const { buckets } = bucketsOf(0.001, 1)
    buckets.take('old')
    for (let at = 0; at < 9999; at++) buckets.take(`name ${at}`)
    assert.ok(buckets.take('old') > 0)
    buckets.take('one more')
    assert.equal(buckets.take('old'), 0)
    assert.ok(buckets.take('name 9998') > 0)
  })
})
