/** Entries found by their indexes. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Store } from '../../../src/stores/store.ts'
import { LONG, type Worlds } from './ground.ts'

async function keys(store: Store, index: string, limit?: number): Promise<string[]> {
  return (await store.list(index, limit)).map(({ key }) => key)
}

export function indexes(world: Worlds): void {
  describe('an index', () => {
    test('gives the entries that have it, those that live longest first', async () => {
      const { store, another } = await world()
      const version = await store.set('b', 'two', { ttl: LONG + 2, indexes: ['x', 'y'] })
      await store.set('a', 'one', { ttl: LONG + 1, indexes: ['x'] })
      await store.set('c', 'three', { ttl: LONG + 3, indexes: ['x'] })
      await store.set('d', 'none', { ttl: LONG })
      assert.deepEqual(await keys(store, 'x'), ['c', 'b', 'a'])
      assert.deepEqual(await (await another()).list('y'), [{ key: 'b', value: 'two', version }])
      assert.deepEqual(await keys(store, 'z'), [])
    })

    test('follows what is written and removed', async () => {
      const { store } = await world()
      await store.set('a', 'one', { ttl: LONG, indexes: ['x', 'y'] })
      const version = await store.set('a', 'two', { ttl: LONG, indexes: ['y', 'z'] })
      assert.deepEqual(await keys(store, 'x'), [])
      assert.deepEqual(await keys(store, 'y'), ['a'])
      assert.deepEqual(await keys(store, 'z'), ['a'])
      await store.compareAndSet('a', version, 'three', { ttl: LONG })
      for (const index of ['x', 'y', 'z']) assert.deepEqual(await keys(store, index), [])

      await store.set('a', 'one', { ttl: LONG, indexes: ['x'] })
      await store.set('b', 'one', { ttl: LONG, indexes: ['x'] })
      await store.delete('a')
      assert.deepEqual(await keys(store, 'x'), ['b'])
      await store.takeOnce('b')
      assert.deepEqual(await keys(store, 'x'), [])
    })

    test('stays as it is when a compareAndSet loses', async () => {
      const { store } = await world()
      await store.set('a', 'one', { ttl: LONG, indexes: ['x'] })
      await store.compareAndSet('a', undefined, 'two', { ttl: LONG, indexes: ['y'] })
      await store.compareAndSet('a', 'AAAAAAAAAAAAAAAA', 'two', { ttl: LONG, indexes: ['y'] })
      await store.compareAndSet('b', 'AAAAAAAAAAAAAAAA', 'two', { ttl: LONG, indexes: ['y'] })
      assert.deepEqual(await keys(store, 'x'), ['a'])
      assert.deepEqual(await keys(store, 'y'), [])
    })

    test('gives no more than was asked for', async () => {
      const { store } = await world()
      const names = Array.from({ length: 105 }, (_, index) => `k${index}`)
      await Promise.all(
        names.map((name, index) => store.set(name, '', { ttl: LONG + index, indexes: ['x'] })),
      )
      assert.deepEqual(await keys(store, 'x', 2), ['k104', 'k103'])
      assert.equal((await keys(store, 'x')).length, 100)
      assert.deepEqual((await keys(store, 'x', 1000)).reverse(), names)
    })

    test('has any text for a name; saying it twice is saying it once', async () => {
      const { store } = await world()
      const names = ['\0', 'é💥', '}{', '"', '\\', 'x'.repeat(512)]
      await store.set('a', 'one', { ttl: LONG, indexes: [...names, '\0', '"'] })
      for (const name of names) assert.deepEqual(await keys(store, name), ['a'], name)
    })
  })
}
