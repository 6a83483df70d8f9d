import assert from 'node:assert/strict'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { apiKeyHash } from '../../../consent-service/api-key.ts'
import { allEntries, verifyLog } from '../../../consent-service/log/verify.ts'
import type { ConsentStore } from '../../../consent-service/store/port.ts'
import { openSqlite } from '../../../consent-service/store/sqlite/sqlite.ts'
import { openConsent } from './service.ts'

const SHOP = 'http://shop.localhost:1'
const NEWS = 'http://news.localhost:2'

describe('the consent service of the demo', () => {
  let folder: string
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hallpass-consent-'))
  })
  after(() => rm(folder, { recursive: true }))

  /** Starts and stops it, and looks at what it keeps. */
  async function start(
    look: (store: ConsentStore, keys: { shop: string; news: string }) => Promise<void>,
    origins = { shop: SHOP, news: NEWS },
  ): Promise<number[]> {
    const told: number[] = []
    const { service, keys } = await openConsent({
      url: 'http://consent.localhost:3',
      origins,
      path: (name) => join(folder, name),
      days: 3,
      progress: (share) => told.push(share),
      log: () => {},
    })
    await service.close()
    const store = await openSqlite(join(folder, 'consent.db'))
    await look(store, keys).finally(() => store.close())
    return told
  }

  const siteOf = async (store: ConsentStore, key: string) =>
    (await store.siteOfKey(apiKeyHash(key), Date.now()))?.origin

  test('makes up choices at the first start, through the real chain', async () => {
    // What a start leaves that was broken off.
    await writeFile(join(folder, 'consent.db.new'), 'half')
    const told = await start(async (store, keys) => {
      assert.ok((await store.counts()).entries > 300)
      assert.equal((await store.sites()).length, 8)
      assert.equal((await store.policies()).length, 2)
      assert.equal((await verifyLog(allEntries(store))).ok, true)
      assert.equal(await siteOf(store, keys.shop), SHOP)
      assert.equal(await siteOf(store, keys.news), NEWS)
    })
    assert.equal(told.at(-1), 1)
    assert.deepEqual((await readdir(folder)).sort(), ['consent-keys.json', 'consent.db'])
  })

  test('keeps data and keys, and gives a new key where the dashboard ended the old one', async () => {
    let first = ''
    const told = await start(async (store, keys) => {
      first = keys.shop
      assert.equal(await siteOf(store, first), SHOP)
      const site = await store.siteOfOrigin(SHOP)
      const now = Date.now()
      await store.addKey(site?.id ?? '', apiKeyHash('another'), now, now)
    })
    assert.deepEqual(told, [])
    await start(async (store, keys) => {
      assert.notEqual(keys.shop, first)
      assert.equal(await siteOf(store, keys.shop), SHOP)
    })
  })

  test('replaces a site that has another port now, and leaves the others', async () => {
    const moved = 'http://shop.localhost:11'
    await start(
      async (store, keys) => {
        assert.equal(await siteOf(store, keys.shop), moved)
        assert.equal(await store.siteOfOrigin(SHOP), undefined)
        assert.equal((await store.sites()).length, 8)
      },
      { shop: moved, news: NEWS },
    )
  })

  test('names the file that is damaged', async () => {
    await writeFile(join(folder, 'consent-keys.json'), '{"shop":1}')
    await assert.rejects(
      start(async () => {}),
      { message: /consent-keys\.json .*Delete it/ },
    )
  })
})
