/** The log, policies, rates; several stores on the same data. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, test } from 'node:test'
import { receiptOf, verifyReceipt } from '../../../src/consent-service/log/receipt.ts'
import { allEntries, verifyLog } from '../../../src/consent-service/log/verify.ts'
import { openStore } from '../../../src/consent-service/store/open.ts'
import { addSite, change, DAY, T0, type World } from './ground.ts'

const CATEGORIES = [
  { id: 'essential', always: true },
  { id: 'video', title: 'Vidéo “x”' },
]

export function log(world: () => Promise<World>): void {
  describe('the log', () => {
    test('is found in order, by visitor and by site, in pages', async () => {
      const { store, ...here } = await world()
      const [shop, news] = [await here.site('shop'), await here.site('news')]
      const [a, b] = [await here.visitor(shop, news), await here.visitor(shop)]
      for (const [visitor, site] of [
        [a, shop],
        [b, shop],
        [a, news],
        [a, undefined],
        [a, shop],
      ] as const) {
        await store.record(change(visitor, site))
      }
      const seqs = async (query: Parameters<typeof store.log>[0]) =>
        (await store.log(query)).map(({ seq }) => seq)
      assert.deepEqual(await seqs({ limit: 9 }), [5, 4, 3, 2, 1])
      assert.deepEqual(await seqs({ limit: 2, beforeSeq: 4 }), [3, 2])
      assert.deepEqual(await seqs({ limit: 9, visitor: a }), [5, 4, 3, 1])
      assert.deepEqual(await seqs({ limit: 2, visitor: a, beforeSeq: 5 }), [4, 3])
      assert.deepEqual(await seqs({ limit: 9, site: shop.id }), [5, 2, 1])
      assert.deepEqual(await seqs({ limit: 1, site: shop.id, beforeSeq: 5 }), [2])
      assert.deepEqual(await seqs({ limit: 9, site: shop.id, visitor: a }), [5, 1])
      for (const odd of ['0', 'x', '99']) assert.deepEqual(await seqs({ limit: 9, site: odd }), [])
      assert.deepEqual(
        (await store.entries(3, 9)).map(({ seq }) => seq),
        [4, 5],
      )
      assert.deepEqual(
        (await store.entries(0, 2)).map(({ seq }) => seq),
        [1, 2],
      )

      const [newest] = await store.log({ limit: 1 })
      assert.deepEqual(newest?.record, {
        kind: 'consent',
        visitor: a,
        site: shop.id,
        origin: shop.origin,
        choices: { performance: true, functionality: true },
        act: 'accept_all',
        policy: 1,
        policyShown: true,
      })
      assert.equal(newest?.at, T0 + 3_600_000)
    })

    test('proves a visitor’s choices', async () => {
      const { store, ...here } = await world()
      const shop = await here.site('shop')
      const [a, b] = [await here.visitor(shop), await here.visitor(shop)]
      for (const [policy, visitor] of [a, b, a].entries()) {
        await store.record(
          change(visitor, shop, { policyShown: visitor === a, choices: { x: true }, policy }),
        )
      }
      const receipt = await receiptOf(store, a)
      assert.deepEqual(await verifyReceipt(receipt, allEntries(store)), {
        ok: true,
        entries: 2,
        forgotten: 0,
      })
    })

    test('holds after 1000 writes of all kinds at once, of two stores', async () => {
      const { store, ...here } = await world()
      const other = await here.another()
      const shop = await here.site('shop')
      const ids = await Promise.all(Array.from({ length: 40 }, () => here.visitor(shop)))
      const acts = ['accept_all', 'reject_all', 'saved', 'gpc', 'sync'] as const
      const writes = Array.from({ length: 1000 }, (_, index) => {
        const through = index % 2 ? store : other
        const id = ids[(index * 7) % ids.length] ?? ''
        const act = acts[index % acts.length] ?? 'saved'
        if (index % 100 === 50) return through.forget(ids[(index - 50) / 100] ?? '', T0)
        if (index % 250 === 3) {
          return through.addPolicy({ text: `v${index}`, categories: [], material: true, at: T0 })
        }
        const choices = act === 'gpc' ? undefined : { performance: index % 3 === 0 }
        return through.record(change(id, shop, { act, choices, at: T0 + index }))
      })
      await Promise.all(writes)
      const verdict = await verifyLog(allEntries(store))
      assert.ok(verdict.ok, JSON.stringify(verdict))
      const { visitors, entries } = await other.counts()
      assert.equal(visitors, 30)
      assert.equal(entries, verdict.entries)
      assert.ok(entries > 400)
      const rates = await store.rates({ from: T0, to: T0 })
      const counted = rates.reduce((sum, { count }) => sum + count, 0)
      assert.equal(counted, entries - 10 - 4)
      assert.deepEqual(
        (await store.policies()).map(({ version }) => version),
        [1, 2, 3, 4],
      )
    })
  })

  test('policies have versions, hashes, and an entry in the log each', async () => {
    const { store } = await world()
    assert.deepEqual(await store.policies(), [])
    const text = 'We count visits.\n“Ünïcode”'
    const first = await store.addPolicy({ text, categories: CATEGORIES, material: true, at: T0 })
    const canonical = `[${JSON.stringify(text)},[{"always":true,"id":"essential"},{"id":"video","title":"Vidéo “x”"}]]`
    const sha256 = createHash('sha256').update(canonical).digest('hex')
    const expected = {
      version: 1,
      text,
      categories: CATEGORIES,
      material: true,
      sha256,
      createdAt: T0,
    }
    assert.deepEqual(first, expected)
    const second = await store.addPolicy({ text: 'x', categories: [], material: false, at: T0 + 1 })
    assert.equal(second.version, 2)
    assert.deepEqual(await store.policies(), [first, second])
    const records = (await store.entries(0, 9)).map(({ record }) => record)
    assert.deepEqual(records[0], { kind: 'policy', policy: 1, sha256, material: true })
    assert.equal((await verifyLog(allEntries(store))).ok, true)
  })

  test('rates are counted by day, site and act', async () => {
    const { store, ...here } = await world()
    const shop = await here.site('shop')
    const id = await here.visitor(shop)
    const midnight = Date.UTC(2026, 10, 25)
    for (const [at, policy] of [
      [midnight - 1, 1],
      [midnight - 2, 2],
      [midnight, 3],
    ] as const) {
      await store.record(change(id, shop, { at, policy }))
    }
    await store.record(change(id, undefined, { at: midnight, act: 'reject_all' }))
    const [eve, day] = ['2026-11-24', '2026-11-25']
    const all = [
      { day: eve, site: shop.id, act: 'accept_all', count: 2 },
      { day, site: undefined, act: 'reject_all', count: 1 },
      { day, site: shop.id, act: 'accept_all', count: 1 },
    ]
    assert.deepEqual(await store.rates({ from: midnight - DAY, to: midnight }), all)
    assert.deepEqual(await store.rates({ from: midnight, to: midnight + DAY }), all.slice(1))
    await store.forget(id, midnight)
    assert.deepEqual(await store.rates({ from: midnight - DAY, to: midnight }), all)
  })

  describe('several stores on the same data', () => {
    test('are made at once, with one secret', async () => {
      const { target } = await world()
      const stores = await Promise.all(Array.from({ length: 5 }, () => openStore(target)))
      const secrets = new Set(await Promise.all(stores.map((store) => store.secret())))
      assert.equal(secrets.size, 1)
      assert.ok([...secrets][0]?.length === 43)
      await Promise.all(stores.map((store) => store.migrate()))
      await Promise.all(stores.map((store) => store.close()))
    })

    test('see what the others did, and keep it when all are closed', async () => {
      const { target, store } = await world()
      const [one, two] = [await openStore(target), await openStore(target)]
      const shop = await addSite(one, 'shop')
      const id = '6a1f0c5e-7a40-4c11-9f2b-1d2c3b4a5f60'
      await two.know(id, shop.id, T0)
      await one.record(change(id, shop))
      assert.deepEqual((await two.visitor(id, shop.id))?.choice?.act, 'accept_all')
      await Promise.all([one.close(), two.close()])
      const later = await openStore(target)
      assert.deepEqual(await later.visitor(id), await store.visitor(id))
      await later.close()
    })

    test('do nothing any more once they are closed', async () => {
      const { target } = await world()
      const store = await openStore(target)
      const last = store.addPolicy({ text: 'x', categories: [], material: true, at: T0 })
      const closed = store.close()
      assert.equal((await last).version, 1)
      await closed
      await store.close()
      for (const name of ['ready', 'sites', 'secret', 'migrate'] as const) {
        await assert.rejects(store[name](), { code: 'store_unavailable', status: 503 })
      }
    })
  })
}
