import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { PROPERTY_RUNS } from '../../../tests/property-runs.ts'
import { refusal } from '../../../tests/refusal.ts'
import { clockAt } from '../../../tests/support/clock.ts'
import { memoryStore } from '../../stores/memory/memory.ts'
import type { Store } from '../../stores/store.ts'
import { refuseTries, Tries } from './tries.ts'

function world() {
  const clock = clockAt()
  const store = memoryStore({ now: clock.now })
  const triesOf = (tries: number, per: number) =>
    new Tries(store, 'test', { tries, per }, clock.now)
  return { clock, store, triesOf }
}

/** The store, and the keys that are asked for. */
function watched(store: Store) {
  const keys: string[] = []
  const get = (key: string) => {
    keys.push(key)
    return store.get(key)
  }
  return { keys, seen: { ...store, get } }
}

describe('tries', () => {
  test('come at once up to the limit, then one after the other', async () => {
    const { clock, triesOf } = world()
    const tries = triesOf(3, 30)
    assert.deepEqual(
      [await tries.take('a'), await tries.take('a'), await tries.take('a')],
      [0, 0, 0],
    )
    assert.equal(await tries.take('a'), 10)
    assert.equal(await tries.take('b'), 0)
    clock.time += 4
    assert.equal(await tries.take('a'), 6)
    clock.time += 6
    assert.equal(await tries.take('a'), 0)
    assert.equal(await tries.take('a'), 10)
  })

  test('who goes on trying waits no longer for it', async () => {
    const { clock, triesOf } = world()
    const tries = triesOf(1, 10)
    await tries.take('a')
    for (let second = 0; second < 10; second += 1) {
      assert.equal(await tries.take('a'), 10 - second)
      clock.time += 1
    }
    assert.equal(await tries.take('a'), 0)
  })

  test('a try that is given back was none', async () => {
    const { triesOf } = world()
    const tries = triesOf(2, 20)
    for (let round = 0; round < 10; round += 1) {
      assert.equal(await tries.take('a'), 0)
      await tries.giveBack('a')
    }
    await tries.giveBack('a')
    assert.deepEqual([await tries.take('a'), await tries.take('a')], [0, 0])
    assert.equal(await tries.take('a'), 10)
  })

  test('nothing is left of a name that has all its tries again', async () => {
    const { clock, store, triesOf } = world()
    const { keys, seen } = watched(store)
    const tries = new Tries(seen, 'test', { tries: 2, per: 20 }, clock.now)
    await tries.take('hunter2')
    const [key = ''] = keys
    assert.ok(!key.includes('hunter2'))
    assert.ok(await store.get(key))
    clock.time += 10
    assert.equal(await store.get(key), undefined)
    assert.equal(await triesOf(2, 20).take('hunter2'), 0)
  })

  test('many at once get as many as there are', async () => {
    const { triesOf } = world()
    const processes = [triesOf(5, 50), triesOf(5, 50)]
    const all = Array.from({ length: 40 }, (_, i) => processes[i % 2]?.take('a'))
    const waits = await Promise.all(all)
    assert.equal(waits.filter((wait) => wait === 0).length, 5)
  })

  test('a clock that is ahead, and an entry that is none, lock nobody out for long', async () => {
    const { clock, store, triesOf } = world()
    const { keys, seen } = watched(store)
    const tries = new Tries(seen, 'test', { tries: 2, per: 20 }, clock.now)
    await tries.take('a')
    const [key = ''] = keys
    for (const value of [String(clock.time + 1e9), 'Infinity', 'x', '', new Uint8Array(8)]) {
      await store.set(key, value, { ttl: 1000 })
      const wait = await triesOf(2, 20).take('a')
      assert.ok(wait === 0 || wait === 10, `${value} ${wait}`)
    }
  })

  test('never more than the limit and what came back, and a wait that is told is enough', async () => {
    const waits = fc.array(fc.double({ min: 0, max: 40, noNaN: true }), { maxLength: 30 })
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 6 }), waits, async (limit, steps) => {
        const { clock, triesOf } = world()
        const tries = triesOf(limit, 60)
        const start = clock.time
        let taken = 0
        for (const step of steps) {
          clock.time += step
          const wait = await tries.take('a')
          if (wait > 0) {
            clock.time += wait
            assert.equal(await tries.take('a'), 0)
          }
          taken += 1
          assert.ok(taken <= limit + ((clock.time - start) / 60) * limit + 1e-3)
        }
      }),
      PROPERTY_RUNS,
    )
  })

  test('a wait is a refusal that says how long', () => {
    refuseTries(0)
    const error = refusal(() => refuseTries(7.5))
    assert.equal(error.code, 'rate_limited')
    assert.equal(error.retryAfter, 7.5)
  })
})
