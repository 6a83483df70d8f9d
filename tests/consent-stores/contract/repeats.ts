/** What is said again, and what comes later than it was said. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { receiptOf, verifyReceipt } from '../../../src/consent-service/log/receipt.ts'
import { verifyStore } from '../../../src/consent-service/log/verify-store.ts'
import type { Change } from '../../../src/consent-service/store/port.ts'
import { change, DAY, T0, type World } from './ground.ts'

const MINUTE = 60_000

export function repeats(world: () => Promise<World>): void {
  describe('a choice that is said again', () => {
    test('is one entry within ten minutes, and the newer choice all the same', async () => {
      const { store, ...here } = await world()
      const shop = await here.site('shop')
      const id = await here.visitor(shop)
      const say = async (at: number) => (await store.record(change(id, shop, { at })))?.choice
      const entries = async () => (await store.counts()).entries
      await Promise.all(Array.from({ length: 30 }, (_, second) => say(T0 + second)))
      assert.equal(await entries(), 1)
      for (const minute of [3, 6, 9.9]) {
        assert.equal((await say(T0 + minute * MINUTE))?.updatedAt, T0 + minute * MINUTE)
      }
      assert.equal((await store.visitor(id))?.choice?.updatedAt, T0 + 9.9 * MINUTE)
      assert.equal(await entries(), 1)
      assert.equal((await store.rates({ from: T0, to: T0 }))[0]?.count, 1)

      // Made offline between the two: what was said again after it stays.
      const late = change(id, shop, { act: 'sync', at: T0 + 5 * MINUTE, choices: {} })
      assert.equal((await store.record(late))?.choice?.act, 'accept_all')
      assert.equal(await entries(), 1)

      // It is the entry that the time counts from, so that a consent is renewed at some time.
      await say(T0 + 10.1 * MINUTE)
      assert.equal(await entries(), 2)
    })

    test('is another entry when anything about it is another', async () => {
      const { store, ...here } = await world()
      const [shop, news] = [await here.site('shop'), await here.site('news')]
      const id = await here.visitor(shop, news)
      const all: Change[] = [
        change(id, shop),
        change(id, news),
        change(id, undefined),
        change(id, undefined, { policy: 2 }),
        change(id, undefined, { policy: 2, policyShown: false }),
        change(id, undefined, { policy: 2, policyShown: false, act: 'saved' }),
        change(id, undefined, { policy: 2, policyShown: false, act: 'saved', choices: {} }),
        change(id, undefined, { policy: 2, act: 'gpc', choices: undefined }),
        change(id, undefined, { policy: 2, policyShown: false, act: 'saved', choices: {} }),
      ]
      for (const one of all) await store.record(one)
      assert.equal((await store.counts()).entries, all.length)
      // In one transaction as one after the other; a signal is recorded once, and then the last
      // of them says what was said before it.
      await Promise.all(all.map((one) => store.record(one)))
      assert.equal((await store.counts()).entries, all.length * 2 - 2)
      assert.equal((await verifyStore(store)).ok, true)
    })
  })

  describe('what comes later than it was chosen', () => {
    test('is recorded with both times, and counted on the day when it came', async () => {
      const { store, ...here } = await world()
      const shop = await here.site('shop')
      const id = await here.visitor(shop)
      const received = T0 + 3 * DAY
      await store.record(change(id, shop, { act: 'sync', at: T0, received }))
      await store.record(change(id, shop, { at: received, received }))
      const [own, late] = await store.log({ visitor: id, limit: 2 })
      assert.deepEqual([late?.at, late?.record?.received], [T0, received])
      assert.ok(own?.record !== undefined && !('received' in own.record))
      const days = async () =>
        (await store.rates({ from: 0, to: received })).map(({ day, act }) => [day, act])
      assert.deepEqual(await days(), [
        ['2026-11-27', 'accept_all'],
        ['2026-11-27', 'sync'],
      ])

      // What an older service had is counted as it had it.
      const other = await here.visitor(shop)
      await store.record(change(other, shop, { act: 'import', at: T0 - DAY, received }))
      assert.deepEqual((await days())[0], ['2026-11-23', 'import'])
      assert.equal((await verifyStore(store)).ok, true)
      assert.equal((await verifyReceipt(await receiptOf(store, id))).ok, true)
    })
  })
}
