/** Visitors who are gone stay gone, and those who never chose go some time. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { describe, test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { change, DAY, hashOf, T0, type World } from './ground.ts'

export function gone(world: () => Promise<World>): void {
  describe('a visitor who is recognised', () => {
    test('is known to another site, too; nobody else is made by it', async () => {
      const { store, ...here } = await world()
      const [shop, news] = [await here.site('shop'), await here.site('news')]
      const id = await here.visitor(shop)
      assert.equal(await store.recognise(id, news.id), true)
      assert.equal(await store.recognise(id, news.id), true)
      assert.deepEqual(await store.sitesOf(id), [shop.id, news.id])
      for (const odd of ['', '0', '99', 'x']) assert.equal(await store.recognise(id, odd), true)
      assert.deepEqual(await store.sitesOf(id), [shop.id, news.id])
      for (const odd of [randomUUID(), '', 'x', id.toUpperCase()]) {
        assert.equal(await store.recognise(odd, shop.id), false)
      }
      assert.deepEqual(await store.counts(), { visitors: 1, entries: 0 })
    })

    test('does not come back under their id, however pages and forgetting meet', async () => {
      const { store, ...here } = await world()
      const other = await here.another()
      const [shop, news] = [await here.site('shop'), await here.site('news')]
      for (let round = 0; round < 40; round += 1) {
        const id = await here.visitor(shop)
        const hash = hashOf(id)
        await Promise.all([
          store.recognise(id, news.id),
          other.recognise(id, shop.id),
          store.putCode({ hash, visitor: id, siteId: shop.id, expiresAt: T0 + 60_000 }),
          setTimeout(round % 4).then(() => other.forget(id, T0)),
          store.recognise(id, shop.id),
          store.putCode({ hash: hashOf(`2${id}`), visitor: id, siteId: shop.id, expiresAt: T0 }),
        ])
        assert.equal(await store.visitor(id), undefined)
        assert.equal(await store.recognise(id, news.id), false)
        assert.equal(await store.takeCode(hash, shop.id, T0), undefined)
      }
      assert.equal((await store.counts()).visitors, 0)
    })

    test('who was forgotten gets no code', async () => {
      const { store, ...here } = await world()
      const shop = await here.site('shop')
      const id = await here.visitor(shop)
      await store.forget(id, T0)
      await store.putCode({ hash: hashOf('c'), visitor: id, siteId: shop.id, expiresAt: T0 + 9 })
      assert.equal(await store.takeCode(hashOf('c'), shop.id, T0), undefined)
    })
  })

  test('visitors without a record go after 30 days, a few at a time', async () => {
    const { store, ...here } = await world()
    const shop = await here.site('shop')
    const now = T0 + 31 * DAY
    const made = async (count: number, at: number) => {
      const ids = Array.from({ length: count }, () => randomUUID())
      await Promise.all(ids.map((id) => store.know(id, shop.id, at)))
      return ids
    }
    const old = await made(700, T0)
    const young = await made(20, T0 + 2 * DAY)
    const chose = await made(20, T0)
    await Promise.all(chose.map((id) => store.record(change(id, shop))))
    const signalled = await made(1, T0)
    await store.record(change(signalled[0] ?? '', shop, { act: 'gpc', choices: undefined }))

    const [someone = ''] = young
    for (let code = 0; code < 500; code += 1) {
      const hash = hashOf(`code ${code}`)
      await store.putCode({ hash, visitor: someone, siteId: shop.id, expiresAt: now })
    }
    const there = async (ids: readonly string[]) =>
      (await Promise.all(ids.map((id) => store.visitor(id)))).filter((one) => one !== undefined)
    assert.deepEqual(await there(old), [])
    assert.equal((await there([...young, ...chose, ...signalled])).length, 41)
    assert.deepEqual(await store.counts(), { visitors: 41, entries: 21 })
  })
}
