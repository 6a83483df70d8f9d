/** What visitors chose. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { describe, test } from 'node:test'
import type { Choices } from '../../../src/consent/wire/categories.ts'
import { allEntries, verifyLog } from '../../../src/consent-service/log/verify.ts'
import type { Change } from '../../../src/consent-service/store/port.ts'
import { change, DAY, T0, type World } from './ground.ts'

export function choices(world: () => Promise<World>): void {
  describe('a choice', () => {
    test('is what the visitor chose last, at every site', async () => {
      const { store, ...here } = await world()
      const [shop, news] = [await here.site('shop'), await here.site('news')]
      const id = await here.visitor(shop, news)
      const first = change(id, shop)
      const { choices, policy, act } = first
      const known = {
        visitor: id,
        since: T0,
        choice: { choices, updatedAt: first.at, policy, act },
      }
      assert.deepEqual(await store.record(first), known)
      assert.deepEqual(await store.visitor(id, news.id), known)

      const second = change(id, news, {
        choices: { performance: false, video: true },
        act: 'saved',
        policy: 2,
        at: T0 + DAY,
      })
      await store.record(second)
      assert.deepEqual((await store.visitor(id, shop.id))?.choice, {
        choices: second.choices,
        updatedAt: T0 + DAY,
        policy: 2,
        act: 'saved',
      })
      const own = await store.record(change(id, undefined, { choices: {}, act: 'reject_all' }))
      assert.deepEqual(own?.choice?.choices, {})
      assert.deepEqual((await store.counts()).entries, 3)
    })

    test('of who is not known there is not recorded', async () => {
      const { store, ...here } = await world()
      const [shop, news] = [await here.site('shop'), await here.site('news')]
      const id = await here.visitor(shop)
      assert.equal(await store.record(change(id, news)), undefined)
      assert.equal(await store.record(change(randomUUID(), shop)), undefined)
      assert.equal(await store.record(change(randomUUID(), undefined)), undefined)
      assert.deepEqual(await store.counts(), { visitors: 1, entries: 0 })
      assert.deepEqual(await store.rates({ from: 0, to: T0 + DAY }), [])
    })

    test('made offline arrives, unless a newer one is there', async () => {
      const { store, ...here } = await world()
      const shop = await here.site('shop')
      const id = await here.visitor(shop)
      const sync = (at: number, performance: boolean) =>
        store.record(change(id, shop, { act: 'sync', at, choices: { performance } }))
      assert.equal((await sync(T0 + 10, true))?.choice?.updatedAt, T0 + 10)
      for (const at of [T0 + 9, T0 + 10]) {
        assert.deepEqual((await sync(at, false))?.choice?.choices, { performance: true })
      }
      assert.equal((await store.counts()).entries, 1)
      assert.deepEqual((await sync(T0 + 11, false))?.choice?.choices, { performance: false })
      assert.equal((await store.counts()).entries, 2)
    })

    test('is not made by a privacy signal, which is recorded once for each policy', async () => {
      const { store, ...here } = await world()
      const shop = await here.site('shop')
      const id = await here.visitor(shop)
      const gpc = (policy: number) =>
        store.record(change(id, shop, { act: 'gpc', choices: undefined, policy }))
      for (const _ of [1, 2, 3]) assert.equal((await gpc(0))?.choice, undefined)
      await Promise.all([gpc(1), gpc(1), gpc(1)])
      const chosen = await store.record(change(id, shop))
      assert.deepEqual(await gpc(1), chosen)
      assert.deepEqual(await gpc(2), chosen)
      const kinds = (await store.log({ visitor: id, limit: 9 })).map(({ record }) => [
        record?.act,
        record?.policy,
        record?.choices === undefined,
      ])
      assert.deepEqual(kinds, [
        ['gpc', 2, true],
        ['accept_all', 1, false],
        ['gpc', 1, true],
        ['gpc', 0, true],
      ])
      assert.deepEqual((await store.visitor(id, shop.id))?.choice, chosen?.choice)
    })

    test('that cannot be written does not keep others from being written', async () => {
      const { store, ...here } = await world()
      const shop = await here.site('shop')
      const ids = await Promise.all(Array.from({ length: 20 }, () => here.visitor(shop)))
      const done = await Promise.allSettled(
        ids.map((id, index) => {
          const odd = index === 7 ? { at: Number.NaN } : index === 9 ? { policy: 1e12 } : {}
          return store.record(change(id, shop, odd))
        }),
      )
      const refused = done.flatMap(({ status }, index) => (status === 'rejected' ? [index] : []))
      assert.ok(refused.includes(7) && refused.every((index) => index === 7 || index === 9))
      assert.equal((await store.counts()).entries, 20 - refused.length)
      assert.equal((await verifyLog(allEntries(store))).ok, true)
    })

    test('leaves the categories that it does not speak of, also when two come at once', async () => {
      const { store, ...here } = await world()
      const shop = await here.site('shop')
      const id = await here.visitor(shop)
      const choose = (choices: Choices, kept: string[], more: Partial<Change> = {}) =>
        store.record(
          change(id, shop, { act: 'saved', choices, kept: { ids: kept, since: 1 }, ...more }),
        )
      await Promise.all([
        choose({ performance: true }, ['functionality', 'video']),
        choose({ functionality: true }, ['performance', 'video']),
        choose({ video: true }, ['performance', 'functionality']),
      ])
      const known = await store.visitor(id, shop.id)
      const all = { performance: true, functionality: true, video: true }
      assert.deepEqual(known?.choice?.choices, all)
      const [newest, , oldest] = await store.log({ visitor: id, limit: 9 })
      assert.deepEqual(newest?.record?.choices, all)
      assert.deepEqual(oldest?.record?.choices, {
        performance: true,
        functionality: false,
        video: false,
      })
      // What was chosen under an older version does not count any more.
      const since = { ids: ['performance'], since: 2 }
      const fresh = await choose({ video: true }, [], { policy: 2, kept: since })
      assert.deepEqual(fresh?.choice?.choices, { performance: false, video: true })
      assert.deepEqual((await verifyLog(allEntries(store))).ok, true)
    })

    test('that is brought along from elsewhere does not undo a newer one', async () => {
      const { store, ...here } = await world()
      const shop = await here.site('shop')
      const id = await here.visitor(shop)
      const made = await store.record(change(id, shop, { at: T0 + 10 }))
      const old = change(id, shop, { act: 'import', at: T0 + 9, choices: {} })
      assert.deepEqual(await store.record(old), made)
      assert.equal((await store.counts()).entries, 1)
      assert.deepEqual((await store.record({ ...old, at: T0 + 11 }))?.choice?.choices, {})
    })
  })
}
