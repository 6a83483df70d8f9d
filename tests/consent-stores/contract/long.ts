/** Long histories and long logs hold up nobody else. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { receiptOf, verifyReceipt } from '../../../src/consent-service/log/receipt.ts'
import { verifyStore } from '../../../src/consent-service/log/verify-store.ts'
import { change, T0, type World } from './ground.ts'

/** Milliseconds that the process has computed so far: on a busy machine it waits as well. */
function computed(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

/** The longest time in milliseconds for which nobody else got a turn during `work`. */
async function standstill(work: () => Promise<unknown>): Promise<number> {
  let longest = 0
  let isDone = false
  const watch = async () => {
    for (let before = computed(); !isDone; ) {
      await setImmediate()
      longest = Math.max(longest, computed() - before)
      before = computed()
    }
  }
  const watching = watch()
  await work()
  isDone = true
  await watching
  return longest
}

export function long(world: () => Promise<World>): void {
  describe('20,000 entries of one visitor', () => {
    test('are found in pages, proved, checked and forgotten while others are served', async () => {
      const { store, ...here } = await world()
      const [shop, news] = [await here.site('shop'), await here.site('news')]
      const id = await here.visitor(shop, news)
      await store.record(change(id, news))
      for (let policy = 2; policy <= 20_000; policy += 500) {
        const versions = Array.from({ length: 500 }, (_, index) => policy + index)
        await Promise.all(versions.map((one) => store.record(change(id, shop, { policy: one }))))
      }
      const { entries: count } = await store.counts()
      const seqs = async (query: { limit: number; beforeSeq?: number; site?: string }) =>
        (await store.log({ visitor: id, ...query })).map(({ seq }) => seq)
      assert.deepEqual(await seqs({ limit: 3 }), [count, count - 1, count - 2])
      assert.deepEqual(await seqs({ limit: 2, beforeSeq: 4 }), [3, 2])
      assert.deepEqual(await seqs({ limit: 2, beforeSeq: count + 9 }), [count, count - 1])
      assert.deepEqual(await seqs({ limit: 9, site: news.id }), [1])

      const start = computed()
      const receipt = await receiptOf(store, id)
      assert.equal(receipt.entries.length, count)
      const took = computed() - start
      assert.ok(took < 10_000, `${took}`)
      const still = {
        receipt: await standstill(() => receiptOf(store, id)),
        check: await standstill(async () => assert.equal((await verifyStore(store)).ok, true)),
        forget: await standstill(async () => assert.equal(await store.forget(id, T0), true)),
      }
      for (const [what, longest] of Object.entries(still)) {
        assert.ok(longest < 250, `${what}: ${longest}`)
      }
      assert.equal(await store.visitor(id), undefined)
      const verdict = await verifyStore(store)
      assert.equal(verdict.ok && verdict.forgotten, count)
      assert.equal((await verifyReceipt(receipt)).ok, true)
    })
  })
}
