/** Two who hold tokens of one session cannot both go on, whatever they do. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { PROPERTY_RUNS } from '../../../tests/property-runs.ts'
import { clockAt } from '../../../tests/support/clock.ts'
import { isHallpassError } from '../../errors.ts'
import { memoryStore } from '../../stores/memory/memory.ts'
import { createRefreshTokens } from './create.ts'

const RUNS = { numRuns: Math.ceil(PROPERTY_RUNS.numRuns / 20) }
const quiet = { info() {}, warn() {}, error() {} }

/** Who renews next; later than the 30 seconds in which the same answer is given again. */
const turn = fc.record({
  who: fc.constantFrom('owner', 'thief'),
  wait: fc.integer({ min: 31, max: 1000 }),
  /** Which of the tokens that they have the thief takes. */
  which: fc.nat(),
})

test('a thief and the owner take turns twice at most, and then it is noticed', async () => {
  const life = fc.record({
    before: fc.integer({ min: 1, max: 4 }),
    stolen: fc.nat(),
    turns: fc.array(turn, { minLength: 1, maxLength: 20 }),
  })
  await fc.assert(
    fc.asyncProperty(life, async ({ before, stolen, turns }) => {
      const clock = clockAt()
      const store = memoryStore({ now: clock.now })
      let noticed = 0
      const refreshTokens = createRefreshTokens({
        store,
        now: clock.now,
        logger: quiet,
        onReuse() {
          noticed += 1
        },
      })
      const owners = [(await refreshTokens.issue({ sub: 'una' })).token]
      for (let renewed = 0; renewed < before; renewed += 1) {
        clock.time += 100
        owners.push((await refreshTokens.renew(owners.at(-1) ?? '')).token)
      }
      const thiefs = [owners[stolen % owners.length] ?? '']
      const went: string[] = []
      for (const { who, wait, which } of turns) {
        clock.time += wait
        const mine = who === 'owner' ? owners : thiefs
        const token = who === 'owner' ? mine.at(-1) : mine[which % mine.length]
        const next = await renewed(refreshTokens.renew(token ?? ''))
        if (next === undefined) break
        mine.push(next)
        went.push(who)
      }
      const switches = went.filter((who, index) => index > 0 && who !== went[index - 1]).length
      assert.ok(switches <= 2, went.join(' '))
      // Who was refused was refused because of a spent token, and nobody is left.
      const isOver = went.length < turns.length
      assert.equal(noticed, isOver ? 1 : 0)
      assert.equal((await refreshTokens.list('una')).length, isOver ? 0 : 1)
    }),
    RUNS,
  )
})

async function renewed(renewing: Promise<{ token: string }>): Promise<string | undefined> {
  try {
    return (await renewing).token
  } catch (error) {
    assert.ok(isHallpassError(error) && error.code === 'refresh_token_invalid', String(error))
    return undefined
  }
}
