/** Many at once, from two stores on the same data. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Store } from '../../../src/stores/store.ts'
import { LONG, type World, type Worlds } from './ground.ts'

/** Does the same `count` times at once, on one store and another in turn. */
async function atOnce<T>(
  { store, another }: World,
  count: number,
  work: (store: Store, index: number) => Promise<T>,
): Promise<T[]> {
  const stores = [store, await another()]
  await Promise.all(stores.map((one) => one.ready()))
  return Promise.all(
    Array.from({ length: count }, (_, index) => work(stores[index % 2] ?? store, index)),
  )
}

const count = (results: readonly unknown[]) => results.filter(Boolean).length

export function races(world: Worlds): void {
  describe('of a hundred at once', () => {
    test('one takes', async () => {
      const here = await world()
      for (let round = 0; round < 3; round += 1) {
        await here.store.set('a', 'one', { ttl: LONG })
        const taken = await atOnce(here, 100, (store) => store.takeOnce('a'))
        assert.equal(count(taken), 1)
        assert.equal(await here.store.get('a'), undefined)
      }
    })

    test('one makes the entry, one replaces it, one deletes it', async () => {
      const here = await world()
      const write = (version?: string) =>
        atOnce(here, 100, (store, index) =>
          store.compareAndSet('a', version, `${index}`, { ttl: LONG }),
        )
      const made = await write()
      assert.equal(count(made), 1)
      const entry = await here.store.get('a')
      assert.ok(entry)
      assert.equal(made[Number(entry.value)], entry.version)
      assert.equal(count(await write(entry.version)), 1)
      assert.equal(count(await atOnce(here, 100, (store) => store.delete('a'))), 1)
    })

    test('one gets the lock, also when its time is over', async () => {
      const here = await world()
      const all = () => atOnce(here, 100, (store) => store.lock('a', LONG))
      const [first] = (await all()).filter((lock) => lock !== undefined)
      await first?.renew(0.2)
      await here.pass(0.3)
      const later = await Promise.all([all(), first?.renew(LONG), first?.release()])
      assert.equal(count(later[0]), 1)
      assert.deepEqual(later.slice(1), [false, false])
      const [second] = later[0].filter((lock) => lock !== undefined)
      assert.ok(first !== undefined && second !== undefined && second.fence > first.fence)
      assert.equal(await second.renew(LONG), true)
    })
  })

  describe('at the same time', () => {
    test('no counting is lost', async () => {
      const here = await world()
      await atOnce(here, 20, async (store) => {
        for (let done = 0; done < 5; ) {
          const entry = await store.get('a')
          const next = `${Number(entry?.value ?? 0) + 1}`
          if (await store.compareAndSet('a', entry?.version, next, { ttl: LONG })) done += 1
        }
      })
      assert.equal((await here.store.get('a'))?.value, '100')
    })

    test('a delete is not undone by who knew the entry before', async () => {
      const here = await world()
      await atOnce(here, 50, async (store, index) => {
        const key = `k${index}`
        const version = await store.set(key, 'one', { ttl: LONG, indexes: ['x'] })
        const write = () => store.compareAndSet(key, version, 'two', { ttl: LONG, indexes: ['x'] })
        await Promise.all([write(), store.delete(key), write()])
        assert.equal(await store.get(key), undefined)
      })
      assert.deepEqual(await here.store.list('x'), [])
    })

    test('an entry has the indexes of one writer', async () => {
      const here = await world()
      await atOnce(here, 60, (store, index) => {
        const name = `i${index % 6}`
        return store.set('a', name, { ttl: LONG, indexes: [name] })
      })
      const entry = await here.store.get('a')
      for (let index = 0; index < 6; index += 1) {
        const listed = await here.store.list(`i${index}`)
        assert.equal(listed.length, entry?.value === `i${index}` ? 1 : 0)
      }
    })

    test('holders of a lock follow one another, and so do their fences', async () => {
      const here = await world()
      const fences: number[] = []
      let holders = 0
      await atOnce(here, 8, async (store) => {
        for (let held = 0; held < 3; ) {
          const lock = await store.lock('a', LONG)
          if (lock === undefined) {
            await new Promise((resolve) => setTimeout(resolve, 1))
            continue
          }
          held += 1
          holders += 1
          assert.equal(holders, 1)
          fences.push(lock.fence)
          await store.get('a')
          holders -= 1
          assert.equal(await lock.release(), true)
        }
      })
      assert.deepEqual(
        fences,
        [...new Set(fences)].sort((a, b) => a - b),
      )
    })
  })
}
