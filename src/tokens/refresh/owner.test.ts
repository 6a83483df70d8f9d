/** Whatever happens to answers and to the store: whoever keeps to the rules stays in. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { PROPERTY_RUNS } from '../../../tests/property-runs.ts'
import { clockAt } from '../../../tests/support/clock.ts'
import { HallpassError, isHallpassError } from '../../errors.ts'
import { memoryStore } from '../../stores/memory/memory.ts'
import type { Store } from '../../stores/store.ts'
import { createRefreshTokens } from './create.ts'

const RUNS = { numRuns: Math.ceil(PROPERTY_RUNS.numRuns / 80) }
const IDLE = 100_000

/** What goes wrong with a write: it is refused, or done and not acknowledged, or undone later. */
type Fault = 'none' | 'refused' | 'unacknowledged' | 'undone'

/** A store whose next writes go wrong as it is told. */
function faultyStore(now: () => number) {
  const store = memoryStore({ now })
  const faults: Fault[] = []
  let undo: (() => Promise<unknown>) | undefined
  let hasLost = false
  const compareAndSet: Store['compareAndSet'] = async (key, version, value, options) => {
    const fault = faults.shift() ?? 'none'
    if (fault === 'refused') throw new HallpassError('store_unavailable', 'The store is down.')
    const before = await store.get(key)
    const written = await store.compareAndSet(key, version, value, options)
    if (written !== undefined) {
      // Not twice in a row: that would be two writes.
      const isUndone = fault === 'undone' && !hasLost && before !== undefined
      undo = isUndone ? () => store.set(key, before.value, options) : undefined
      hasLost = isUndone
    }
    if (fault !== 'unacknowledged') return written
    throw new HallpassError('store_unavailable', 'The store does not answer in time.')
  }
  return {
    store: { ...store, compareAndSet },
    faults,
    /** A copy takes over that lacks the last write. */
    async restart() {
      await undo?.()
      undo = undefined
    },
  }
}

/** One renewal: how long after the last, by how many tabs at once, what goes wrong how often. */
const renewal = fc.record({
  wait: fc.integer({ min: 0, max: 5000 }),
  tabs: fc.integer({ min: 1, max: 4 }),
  faults: fc.array(fc.constantFrom<Fault>('none', 'refused', 'unacknowledged', 'undone'), {
    maxLength: 4,
  }),
  /** How often the client gets no answer, and how long it waits then. */
  lost: fc.array(fc.integer({ min: 0, max: 100 }), { maxLength: 5 }),
})

test('an owner who tries again with the token that they have is never put out', async () => {
  const life = fc.array(renewal, { minLength: 1, maxLength: 20 })
  await fc.assert(
    fc.asyncProperty(life, async (renewals) => {
      const clock = clockAt()
      const { store, faults, restart } = faultyStore(clock.now)
      const refreshTokens = createRefreshTokens({ store, now: clock.now, idle: IDLE })
      const issued = await refreshTokens.issue({ sub: 'una' })
      let { token } = issued
      for (const { wait, tabs, faults: wrong, lost } of renewals) {
        clock.time += wait
        // Not both at once: of two writes the last one is lost, and the first one's answer.
        faults.push(...wrong.filter((fault) => fault !== 'undone' || lost.length === 0))
        const ask = async () => {
          const asked = Array.from({ length: tabs }, () => answerOf(refreshTokens.renew(token)))
          const given = new Set((await Promise.all(asked)).filter((one) => one !== undefined))
          assert.ok(given.size <= 1, 'tabs got different tokens')
          return [...given][0]
        }
        for (const patience of lost) {
          await ask()
          clock.time += patience
        }
        let answer = await ask()
        while (answer === undefined) answer = await ask()
        token = answer
        faults.length = 0
        await restart()
      }
      const { session } = await refreshTokens.renew(token)
      assert.equal(session.id, issued.session.id)
    }),
    RUNS,
  )
})

/** Nothing where the store is down; what is refused fails the test. */
async function answerOf(renewing: Promise<{ token: string }>): Promise<string | undefined> {
  try {
    return (await renewing).token
  } catch (error) {
    if (isHallpassError(error) && error.code === 'store_unavailable') return undefined
    throw error
  }
}
