/** Whatever is asked, in whatever order: a store answers as a simple one does. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Store, StoreLock, StoreValue } from '../../../src/stores/store.ts'
import type { Worlds } from './ground.ts'
import { Model } from './simple-store.ts'

type Step = (store: Store, model: Model, locks: StoreLock[]) => Promise<void>

const key = fc.constantFrom('a', 'b', 'c')
const index = fc.constantFrom('x', 'y')
const value: fc.Arbitrary<StoreValue> = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.uint8Array({ maxLength: 20 }),
)

/** @param ttls - In seconds. */
function steps(ttls: fc.Arbitrary<number>): fc.Arbitrary<Step> {
  const kept = fc.record({ ttl: ttls, indexes: fc.array(index, { maxLength: 3 }) })
  const known = fc.constantFrom('current', 'older', 'nothing')
  return fc.oneof(
    fc.tuple(key, value, kept).map(
      ([name, what, options]): Step =>
        async (store, model) => {
          const version = await store.set(name, what, options)
          model.put(name, what, version, options)
        },
    ),
    fc.tuple(key, known, value, kept).map(([name, which, what, options]): Step => {
      return async (store, model) => {
        const version = model.version(name, which)
        const written = await store.compareAndSet(name, version, what, options)
        assert.equal(written !== undefined, model.get(name)?.version === version)
        if (written !== undefined) model.put(name, what, written, options)
      }
    }),
    key.map(
      (name): Step =>
        async (store, model) => {
          assert.deepEqual(await store.get(name), model.get(name))
        },
    ),
    key.map(
      (name): Step =>
        async (store, model) => {
          assert.equal(await store.delete(name), model.take(name) !== undefined)
        },
    ),
    key.map(
      (name): Step =>
        async (store, model) => {
          assert.deepEqual(await store.takeOnce(name), model.take(name))
        },
    ),
    fc.tuple(index, fc.constantFrom(1, 2, 100)).map(([name, limit]): Step => {
      return async (store, model) => model.checkList(name, limit, await store.list(name, limit))
    }),
    fc.tuple(key, ttls).map(
      ([name, ttl]): Step =>
        async (store, model, locks) => {
          const lock = await store.lock(name, ttl)
          assert.equal(lock !== undefined, !model.isLocked(name))
          if (lock === undefined) return
          model.hold(name, lock.fence, ttl)
          locks.push(lock)
        },
    ),
    fc.tuple(fc.nat(), ttls).map(
      ([pick, ttl]): Step =>
        async (_store, model, locks) => {
          const lock = locks[pick % locks.length]
          if (lock !== undefined) assert.equal(await lock.renew(ttl), model.renew(lock.fence, ttl))
        },
    ),
    fc.nat().map(
      (pick): Step =>
        async (_store, model, locks) => {
          const lock = locks[pick % locks.length]
          if (lock !== undefined) assert.equal(await lock.release(), model.release(lock.fence))
        },
    ),
  )
}

/** Times that are over within a test only where the clock is ours. */
const LONG = fc.integer({ min: 600, max: 900 })
const SHORT = fc.integer({ min: 1, max: 4 })

export function model(world: Worlds): void {
  test('whatever is asked, it answers as a simple store does', async () => {
    const place = world.place()
    const pass: fc.Arbitrary<Step> = fc.constantFrom(0.5, 1, 2).map(
      (seconds): Step =>
        async (_store, simple) => {
          await place.pass(seconds)
          simple.now += seconds
        },
    )
    const step = place.movesClock
      ? fc.oneof({ weight: 4, arbitrary: steps(SHORT) }, pass)
      : steps(LONG)
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (all) => {
        const store = await place.open(randomUUID())
        const simple = new Model()
        const locks: StoreLock[] = []
        try {
          for (const one of all) await one(store, simple, locks)
        } finally {
          await store.close()
        }
      }),
      { numRuns: place.runs },
    )
  })
}
