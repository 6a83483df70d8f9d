/** What has lived its time is gone from everything. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { LONG, type Worlds } from './ground.ts'

export function time(world: Worlds): void {
  describe('what has lived its time', () => {
    test('is gone from every method', async () => {
      const { store, pass } = await world()
      const version = await store.set('a', 'one', { ttl: 0.2, indexes: ['i'] })
      await store.set('b', 'one', { ttl: 0.2 })
      await store.set('c', 'one', { ttl: 0.2 })
      await store.set('d', 'stays', { ttl: LONG, indexes: ['i'] })
      await pass(0.3)
      assert.equal(await store.get('a'), undefined)
      assert.deepEqual(
        (await store.list('i')).map(({ key }) => key),
        ['d'],
      )
      assert.equal(await store.compareAndSet('a', version, 'two', { ttl: LONG }), undefined)
      assert.equal(await store.takeOnce('b'), undefined)
      assert.equal(await store.delete('c'), false)
      const made = await store.compareAndSet('a', undefined, 'two', { ttl: LONG })
      assert.deepEqual(await store.get('a'), { value: 'two', version: made })
      // It was made anew without an index.
      assert.equal((await store.list('i')).length, 1)
    })

    test('is counted from the last write', async () => {
      const { store, pass } = await world()
      const version = await store.set('longer', 'one', { ttl: LONG })
      await store.set('again', 'one', { ttl: LONG })
      await store.set('shorter', 'one', { ttl: LONG })
      await store.set('a', 'one', { ttl: LONG })
      await store.compareAndSet('longer', version, 'one', { ttl: 2 * LONG })
      await store.set('again', 'one', { ttl: LONG })
      await store.set('shorter', 'one', { ttl: 0.2 })
      await pass(0.3)
      assert.equal(await store.get('shorter'), undefined)
      for (const key of ['longer', 'again', 'a']) assert.ok(await store.get(key), key)
    })

    test('gives a lock to the next', async () => {
      const { store, another, pass } = await world()
      const other = await another()
      const first = await store.lock('a', 0.2)
      await pass(0.3)
      assert.equal(await first?.renew(LONG), false)
      const second = await other.lock('a', LONG)
      assert.ok(first !== undefined && second !== undefined && second.fence > first.fence)
      assert.equal(await first.renew(LONG), false)
      assert.equal(await first.release(), false)
      assert.equal(await store.lock('a', LONG), undefined)
      assert.equal(await second.renew(LONG), true)
    })
  })
}

/** To the millisecond, where the clock is ours. */
export function exactTime(world: Worlds): void {
  describe('by a clock of ours', () => {
    test('an entry and a lock live to the millisecond', async () => {
      const { store, pass } = await world()
      for (const ttl of [0.001, 1, 1.5, 0.1 + 0.2, 86_400]) {
        await store.set('a', 'one', { ttl, indexes: ['i'] })
        const lock = await store.lock('l', ttl)
        if (ttl > 0.001) await pass(ttl - 0.001)
        assert.ok(await store.get('a'), `${ttl}`)
        assert.equal((await store.list('i')).length, 1)
        assert.equal(await store.lock('l', ttl), undefined)
        await pass(0.001)
        assert.equal(await store.get('a'), undefined, `${ttl}`)
        assert.equal((await store.list('i')).length, 0)
        assert.equal(await lock?.renew(ttl), false)
      }
    })
  })
}
