/** Visitors: where they are known, and being forgotten. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { describe, test } from 'node:test'
import { allEntries, verifyLog } from '../../../src/consent-service/log/verify.ts'
import type { Site } from '../../../src/consent-service/store/port.ts'
import { change, DAY, T0, type World } from './ground.ts'

export function visitors(world: () => Promise<World>): void {
  describe('a visitor', () => {
    test('is known where they were, and only there', async () => {
      const { store, ...here } = await world()
      const [shop, news] = [await here.site('shop'), await here.site('news')]
      const id = await here.visitor(shop)
      const known = { visitor: id, since: T0, choice: undefined }
      assert.deepEqual(await store.visitor(id, shop.id), known)
      assert.deepEqual(await store.visitor(id), known)
      assert.equal(await store.visitor(id, news.id), undefined)
      assert.deepEqual(await store.sitesOf(id), [shop.id])

      await store.know(id, news.id, T0 + 5)
      await store.know(id, shop.id, T0 + 6)
      assert.deepEqual(await store.visitor(id, news.id), known)
      assert.deepEqual(await store.sitesOf(id), [shop.id, news.id])
      assert.deepEqual(await store.counts(), { visitors: 1, entries: 0 })
    })

    test('is not known by a site that is like another', async () => {
      const { store, ...here } = await world()
      for (let number = 1; number <= 12; number += 1) await here.site(`s${number}`)
      const sites = await store.sites()
      const [first, twelfth] = [sites[0], sites[11]]
      assert.ok(first && twelfth)
      const id = await here.visitor(twelfth)
      assert.equal(await store.visitor(id, first.id), undefined)
      for (const odd of ['', ',', '0', '-1', '1,12', '12 ', '1e1', '99', "1' OR '1'='1"]) {
        assert.equal(await store.visitor(id, odd), undefined)
        await store.know(id, odd, T0)
        assert.equal(await store.record(change(id, { ...first, id: odd })), undefined)
      }
      assert.deepEqual(await store.sitesOf(id), [twelfth.id])
    })

    test('with an odd id is nobody', async () => {
      const { store, ...here } = await world()
      const shop = await here.site('shop')
      for (const odd of [
        '',
        'x',
        `${randomUUID()}0`,
        randomUUID().toUpperCase(),
        '\0',
        'é'.repeat(36),
      ]) {
        assert.equal(await store.visitor(odd, shop.id), undefined)
        assert.equal(await store.record(change(odd, shop)), undefined)
        assert.equal(await store.forget(odd, T0), false)
        assert.deepEqual(await store.sitesOf(odd), [])
        assert.deepEqual(await store.log({ visitor: odd, limit: 5 }), [])
        await assert.rejects(store.know(odd, shop.id, T0), { code: 'bad_request' })
      }
      assert.deepEqual(await store.counts(), { visitors: 0, entries: 0 })
    })

    test('who comes to many sites at once is one visitor', async () => {
      const { store, ...here } = await world()
      const sites: Site[] = []
      for (const name of ['a', 'b', 'c', 'd', 'e']) sites.push(await here.site(name))
      const id = randomUUID()
      const visits = Array.from({ length: 50 }, (_, index) => sites[index % sites.length])
      await Promise.all(visits.map((site) => store.know(id, site?.id ?? '', T0)))
      assert.deepEqual(
        await store.sitesOf(id),
        sites.map((site) => site.id),
      )
      assert.deepEqual(await store.counts(), { visitors: 1, entries: 0 })
    })
  })

  describe('forgetting', () => {
    test('erases what can be read, and leaves a chain that holds', async () => {
      const { store, ...here } = await world()
      const shop = await here.site('shop')
      const [id, other] = [await here.visitor(shop), await here.visitor(shop)]
      for (const [policy, visitor] of [id, other, id].entries()) {
        await store.record(change(visitor, shop, { policy }))
      }
      await store.putCode({
        hash: 'c0'.repeat(32),
        visitor: id,
        siteId: shop.id,
        expiresAt: T0 + 9,
      })

      assert.equal(await store.forget(id, T0 + DAY), true)
      assert.equal(await store.forget(id, T0 + DAY), false)
      assert.equal(await store.visitor(id), undefined)
      assert.deepEqual(await store.sitesOf(id), [])
      assert.deepEqual(await store.log({ visitor: id, limit: 9 }), [])
      assert.equal(await store.takeCode('c0'.repeat(32), shop.id, T0), undefined)
      assert.equal(await store.record(change(id, shop)), undefined)

      const entries = await store.entries(0, 99)
      assert.ok(!JSON.stringify(entries).includes(id))
      assert.deepEqual(
        entries.map(({ record, salt }) => [record?.kind, salt === undefined]),
        [
          [undefined, true],
          ['consent', false],
          [undefined, true],
          ['forget', false],
        ],
      )
      assert.deepEqual(entries.at(-1)?.record, { kind: 'forget', erased: 2 })
      const verdict = await verifyLog(allEntries(store))
      assert.equal(verdict.ok && verdict.forgotten, 2)
      assert.deepEqual(await store.counts(), { visitors: 1, entries: 4 })
      assert.equal((await store.log({ visitor: other, limit: 9 })).length, 1)

      await store.know(id, shop.id, T0 + 2 * DAY)
      assert.deepEqual(await store.visitor(id), {
        visitor: id,
        since: T0 + 2 * DAY,
        choice: undefined,
      })
    })

    test('while choices are made leaves nothing half done', async () => {
      const { store, ...here } = await world()
      const shop = await here.site('shop')
      const ids = await Promise.all(Array.from({ length: 20 }, () => here.visitor(shop)))
      await Promise.all(
        ids.flatMap((id) => [
          store.record(change(id, shop)),
          store.forget(id, T0),
          store.record(change(id, shop)),
        ]),
      )
      const text = JSON.stringify(await store.entries(0, 999))
      assert.deepEqual(
        ids.filter((id) => text.includes(id)),
        [],
      )
      assert.equal((await store.counts()).visitors, 0)
      assert.equal((await verifyLog(allEntries(store))).ok, true)
    })
  })
}
