import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { LoggedLines } from '../../../tests/support/clock.ts'
import { Complaints } from './complaints.ts'
import { Budget, OutOfTime, within } from './limited.ts'

test('what is done in time is the result, what fails is the failure', async () => {
  assert.equal(await within(1000, async () => 5), 5)
  await assert.rejects(
    within(1000, async () => {
      throw new RangeError('own')
    }),
    RangeError,
  )
})

test('what takes too long is given up, whether it heeds its signal or not', async () => {
  let aborted = false
  await assert.rejects(
    within(20, async (signal) => {
      signal.addEventListener('abort', () => {
        aborted = true
      })
      await sleep(200)
      throw new Error('late, and heard by nobody')
    }),
    OutOfTime,
  )
  assert.ok(aborted)
  await sleep(220)
  await assert.rejects(
    within(-5, () => new Promise(() => {})),
    OutOfTime,
  )
})

test('a budget is used up, and never less than nothing', async () => {
  const budget = new Budget(30)
  assert.ok(budget.left > 0 && budget.left <= 30)
  await sleep(40)
  assert.equal(budget.left, 0)
})

test('a complaint is said once a minute, one of its kind once for good', () => {
  const log = new LoggedLines()
  let now = 0
  const complaints = new Complaints(log, () => now)
  for (const second of [0, 30, 59, 60, 100, 121]) {
    now = second
    complaints.warn('slow', { step: 'a' })
    complaints.once('unbound')
  }
  assert.equal(log.lines.filter((line) => /slow/.test(line)).length, 3)
  assert.equal(log.lines.filter((line) => /unbound/.test(line)).length, 1)
  for (let i = 0; i < 200; i++) complaints.warn('many', { i })
  assert.equal(log.lines.filter((line) => /many/.test(line)).length, 200)
})
