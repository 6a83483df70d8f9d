import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fakeClock } from './clock.ts'

test('it stands still until it is moved, and its now needs no this', () => {
  const clock = fakeClock(1_800_000_000)
  const { now } = clock
  assert.equal(now(), 1_800_000_000)
  clock.advance(90)
  clock.advance(0.5)
  assert.equal(now(), 1_800_000_090.5)
})

test('without a start it stands at the present, in whole seconds', () => {
  const before = Math.floor(Date.now() / 1000)
  const { now } = fakeClock()
  assert.ok(Number.isInteger(now()))
  assert.ok(now() >= before && now() <= Date.now() / 1000)
})
