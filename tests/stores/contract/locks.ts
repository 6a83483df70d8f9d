/** Locks: one holder at a time. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { LONG, type Worlds } from './ground.ts'

export function locks(world: Worlds): void {
  describe('a lock', () => {
    test('is held by one, until it is released', async () => {
      const { store, another } = await world()
      const other = await another()
      const lock = await store.lock('a', LONG)
      assert.ok(lock)
      assert.equal(await other.lock('a', LONG), undefined)
      assert.equal(await store.lock('a', LONG), undefined)
      assert.ok(await other.lock('b', LONG))
      assert.equal(await lock.renew(2 * LONG), true)
      assert.equal(await lock.release(), true)
      assert.equal(await lock.release(), false)
      assert.equal(await lock.renew(LONG), false)
      assert.ok(await other.lock('a', LONG))
    })

    test('is renewed and released by its owner alone', async () => {
      const { store } = await world()
      const first = await store.lock('a', LONG)
      await first?.release()
      const second = await store.lock('a', LONG)
      assert.equal(await first?.renew(LONG), false)
      assert.equal(await first?.release(), false)
      assert.equal(await store.lock('a', LONG), undefined)
      assert.equal(await second?.release(), true)
    })

    test('has a fence above that of every holder before', async () => {
      const { store, another } = await world()
      const stores = [store, await another()]
      let last = 0
      for (let turn = 0; turn < 20; turn += 1) {
        const lock = await stores[turn % 2]?.lock('a', LONG)
        assert.ok(lock !== undefined && Number.isSafeInteger(lock.fence) && lock.fence > last)
        last = lock.fence
        await lock.release()
      }
    })

    test('that is renewed for a shorter time is over sooner', async () => {
      const { store, pass } = await world()
      const lock = await store.lock('a', LONG)
      await lock?.renew(0.2)
      await pass(0.3)
      assert.ok(await store.lock('a', LONG))
    })

    test('is apart from entries', async () => {
      const { store } = await world()
      const lock = await store.lock('a', LONG)
      await store.set('a', 'one', { ttl: LONG, indexes: ['a'] })
      assert.equal(await store.delete('a'), true)
      assert.equal(await lock?.renew(LONG), true)
    })
  })
}
