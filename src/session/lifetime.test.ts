import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { PROPERTY_RUNS } from '../../tests/property-runs.ts'
import { START } from '../../tests/support/clock.ts'
import { sessionOf } from '../../tests/support/session-of.ts'
import { expiresAt, rollDue } from './lifetime.ts'

describe('expiresAt', () => {
  test('is the idle time-out while the session is young, then the absolute one', () => {
    const lifetime = { idle: 3600, absolute: 86_400 }
    assert.equal(expiresAt(sessionOf(), lifetime), START + 3600)
    const used = sessionOf({ seenAt: START + 85_000 })
    assert.equal(expiresAt(used, lifetime), START + 86_400)
  })
})

describe('rollDue', () => {
  const due = (idle: number, after: number) =>
    rollDue(sessionOf(), { idle, absolute: 86_400 }, START + after)

  test('waits for a twentieth of the idle time', () => {
    assert.equal(due(3600, 179), false)
    assert.equal(due(3600, 180), true)
  })

  test('waits for a minute at least, but never past half of the idle time', () => {
    assert.equal(due(600, 59), false)
    assert.equal(due(600, 60), true)
    assert.equal(due(20, 9), false)
    assert.equal(due(20, 10), true)
  })

  test('comes before the session is over', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e7 }), (idle) => {
        assert.ok(due(idle, Math.ceil(idle / 2)))
        assert.equal(due(idle, 0), false)
      }),
      PROPERTY_RUNS,
    )
  })
})
