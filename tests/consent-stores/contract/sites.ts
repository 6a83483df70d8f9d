/** Sites, their keys, and codes. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { change, hashOf, T0, type World } from './ground.ts'

export function sites(world: () => Promise<World>): void {
  describe('a site', () => {
    test('is found by its origin and by its key', async () => {
      const { store, ...here } = await world()
      const [shop, news] = [await here.site('shop'), await here.site('news')]
      assert.deepEqual(shop, {
        id: shop.id,
        origin: 'https://shop.example',
        callback: '/_cookies/callback',
        createdAt: T0,
      })
      assert.notEqual(shop.id, news.id)
      assert.deepEqual(await store.sites(), [shop, news])
      assert.deepEqual(await store.siteOfOrigin('https://news.example'), news)
      assert.equal(await store.siteOfOrigin('https://other.example'), undefined)
      assert.deepEqual(await store.siteOfKey(hashOf('shop'), T0), shop)
      for (const odd of [hashOf('other'), '', 'zz']) {
        assert.equal(await store.siteOfKey(odd, T0), undefined)
      }
      await assert.rejects(here.site('shop'), { code: 'bad_request' })
      assert.equal((await store.sites()).length, 2)
    })

    test('that is removed is gone, with its keys and codes; its entries still name its origin', async () => {
      const { store, ...here } = await world()
      const [shop, news] = [await here.site('shop'), await here.site('news')]
      const id = await here.visitor(shop, news)
      await store.record(change(id, shop))
      await store.putCode({ hash: hashOf('c'), visitor: id, siteId: shop.id, expiresAt: T0 + 9 })
      assert.equal(await store.removeSite(shop.id), true)
      assert.equal(await store.removeSite(shop.id), false)
      assert.equal(await store.removeSite('nonsense'), false)
      assert.deepEqual(await store.sites(), [news])
      assert.equal(await store.siteOfOrigin(shop.origin), undefined)
      assert.equal(await store.siteOfKey(hashOf('shop'), T0), undefined)
      assert.equal(await store.takeCode(hashOf('c'), shop.id, T0), undefined)
      assert.deepEqual(await store.keys(shop.id), [])
      assert.deepEqual(await store.sitesOf(id), [news.id])
      assert.equal((await store.log({ limit: 1 }))[0]?.record?.origin, shop.origin)

      const again = await store.addSite({ ...shop, createdAt: T0 }, hashOf('again'))
      assert.notEqual(again.id, shop.id)
      assert.equal(await store.visitor(id, again.id), undefined)
    })

    test('takes its new key at once, and its old ones until they end', async () => {
      const { store, ...here } = await world()
      const shop = await here.site('shop')
      const key = await store.addKey(shop.id, hashOf('new'), T0 + 5, T0 + 100)
      assert.deepEqual(key, { id: key.id, siteId: shop.id, createdAt: T0 + 5, endsAt: undefined })
      const at = async (name: string, now: number) =>
        (await store.siteOfKey(hashOf(name), now)) !== undefined
      assert.deepEqual([await at('shop', T0 + 99), await at('new', T0 + 6)], [true, true])
      assert.deepEqual([await at('shop', T0 + 100), await at('new', T0 + 1e12)], [false, true])

      // The next one does not give the oldest more time.
      await store.addKey(shop.id, hashOf('newest'), T0 + 50, T0 + 200)
      const ends = (await store.keys(shop.id)).map(({ endsAt }) => endsAt)
      assert.deepEqual(ends, [T0 + 100, T0 + 200, undefined])
      for (const odd of ['99', 'nonsense', '']) {
        await assert.rejects(store.addKey(odd, hashOf('x'), T0, T0), { code: 'unknown_site' })
      }
    })
  })

  describe('a code', () => {
    test('is taken once, however many try', async () => {
      const { store, ...here } = await world()
      const other = await here.another()
      const shop = await here.site('shop')
      const id = await here.visitor(shop)
      await store.putCode({
        hash: hashOf('c'),
        visitor: id,
        siteId: shop.id,
        expiresAt: T0 + 60_000,
      })
      const taken = await Promise.all(
        Array.from({ length: 50 }, (_, index) =>
          (index % 2 ? store : other).takeCode(hashOf('c'), shop.id, T0),
        ),
      )
      assert.deepEqual(
        taken.filter((one) => one !== undefined),
        [id],
      )
    })

    test('that another site tries is refused, and gone', async () => {
      const { store, ...here } = await world()
      const [shop, news] = [await here.site('shop'), await here.site('news')]
      const id = await here.visitor(shop, news)
      await store.putCode({
        hash: hashOf('c'),
        visitor: id,
        siteId: shop.id,
        expiresAt: T0 + 60_000,
      })
      assert.equal(await store.takeCode(hashOf('c'), news.id, T0), undefined)
      assert.equal(await store.takeCode(hashOf('c'), shop.id, T0), undefined)
    })

    test('is good until the 60th second, and not in it', async () => {
      const { store, ...here } = await world()
      const shop = await here.site('shop')
      const id = await here.visitor(shop)
      const take = async (name: string, now: number) => {
        await store.putCode({
          hash: hashOf(name),
          visitor: id,
          siteId: shop.id,
          expiresAt: T0 + 60_000,
        })
        return store.takeCode(hashOf(name), shop.id, now)
      }
      assert.equal(await take('a', T0 + 59_999), id)
      assert.equal(await take('b', T0 + 60_000), undefined)
      assert.equal(await store.takeCode(hashOf('b'), shop.id, T0), undefined)
      assert.equal(await store.takeCode('', shop.id, T0), undefined)
    })

    test('that nobody fetches goes away, a few at a time', async () => {
      const { store, ...here } = await world()
      const shop = await here.site('shop')
      const id = await here.visitor(shop)
      const put = (name: string, expiresAt: number) =>
        store.putCode({ hash: hashOf(name), visitor: id, siteId: shop.id, expiresAt })
      for (let at = 0; at < 50; at += 1) await put(`old ${at}`, T0)
      for (let at = 0; at < 200; at += 1) await put(`new ${at}`, T0 + 600_000)
      // Only a code that is still there can be taken before its end.
      const left = await Promise.all(
        Array.from({ length: 50 }, (_, at) => store.takeCode(hashOf(`old ${at}`), shop.id, T0 - 1)),
      )
      assert.deepEqual(
        left.filter((one) => one !== undefined),
        [],
      )
      assert.equal(await store.takeCode(hashOf('new 0'), shop.id, T0), id)
    })
  })
}
