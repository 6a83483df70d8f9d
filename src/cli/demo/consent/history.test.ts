import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { DAY, madeUpHistory } from './history.ts'
import { MADE_UP_SITES } from './samples.ts'

const NOW = Date.parse('2026-11-25T12:30:00Z')
const sites = MADE_UP_SITES.map((habit, index) => ({ ...habit, id: String(index) }))

describe('madeUpHistory', () => {
  const history = madeUpHistory(90, NOW, sites)
  const choices = history.filter(({ kind }) => kind === 'choice')

  test('has some 18,000 choices in their order, none of them later than now', () => {
    assert.ok(choices.length > 15_000 && choices.length < 22_000, String(choices.length))
    const times = history.map(({ at }) => at)
    assert.deepEqual(
      times,
      times.toSorted((a, b) => a - b),
    )
    assert.ok((times[0] ?? 0) > NOW - 90 * DAY)
    assert.ok((times.at(-1) ?? NOW) <= NOW)
  })

  test('has quieter weekends, both versions of the policy, and visitors who are forgotten', () => {
    const on = (weekday: number) =>
      choices.filter(({ at }) => new Date(at).getUTCDay() === weekday).length
    assert.ok(on(0) < on(2) && on(6) < on(2))
    assert.equal(history.filter(({ kind }) => kind === 'policy').length, 2)
    assert.ok(history.filter(({ kind }) => kind === 'forget').length > 20)
  })

  test('forgets nobody twice, and nobody who comes again', () => {
    const forgotten = new Set<string>()
    for (const event of history) {
      if (event.kind === 'policy') continue
      assert.ok(!forgotten.has(event.visitor))
      if (event.kind === 'forget') forgotten.add(event.visitor)
    }
  })

  test('is the same at each start but for who they are', () => {
    const without = madeUpHistory(90, NOW, sites).map((event) => ({ ...event, visitor: '' }))
    assert.deepEqual(
      without,
      history.map((event) => ({ ...event, visitor: '' })),
    )
  })

  test('begins with both versions of the policy when it is short', () => {
    const short = madeUpHistory(2, NOW, sites)
    assert.deepEqual(
      short.slice(0, 3).map(({ kind }) => kind),
      ['policy', 'policy', 'choice'],
    )
  })
})
