/** The service is stopped, choices are made, it is started again on the same file: they arrive. */
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { Central } from './central.ts'
import type { Person } from './person.ts'
import type { Site } from './sites.ts'
import { consentWorld } from './world.ts'

const world = consentWorld()

interface Scene {
  readonly central: Central
  readonly shop: Site
  readonly news: Site
  readonly ana: Person
}

/** Somebody who accepted all, and then chose on both sites while the service was down. */
async function chosenOffline(t: TestContext): Promise<Scene> {
  const central = await world.central(t)
  const shop = await world.site(t, central, { name: 'shop' })
  const news = await world.site(t, central, { name: 'news', on: 'fastify' })
  const ana = await world.person(t)
  await ana.visits(shop)
  await ana.chooses('Accept all')
  await ana.visits(news)

  await central.stop()
  await ana.visits(shop)
  await ana.opens()
  await ana.chooses('Only essential')
  assert.equal(await ana.cookie(shop, '_cookies_set_offline'), 'true')
  await ana.reloads()
  assert.equal(await ana.page.textContent('#measured'), 'not counted', 'it counts here at once')
  await ana.visits(news)
  await ana.opens()
  await ana.ticks('Performance')
  await ana.chooses('Save choices')
  assert.equal(await ana.cookie(news, '_cookies_set_offline'), 'true')

  await central.start()
  await Promise.all([shop.sees('up'), news.sees('up')])
  return { central, shop, news, ana }
}

test('both arrive, and the newest wins: the older one is sent first', async (t) => {
  const { central, shop, news, ana } = await chosenOffline(t)
  await ana.visitsUntil(shop, 'offline_preferences_synced')
  assert.equal(await ana.cookie(shop, '_cookies_set_offline'), undefined)
  await ana.visitsUntil(news, 'offline_preferences_synced')
  assert.equal(await ana.accepted(news), 'performance')

  await ana.aDayPasses(shop)
  await ana.visits(shop)
  assert.equal(await ana.accepted(shop), 'performance')
  assert.deepEqual(await central.acts(await ana.id(central)), ['accept_all', 'sync', 'sync'])
  assert.deepEqual([...ana.asked], [shop.origin])
})

test('both arrive, and the newest wins: the newer one is sent first', async (t) => {
  const { central, shop, news, ana } = await chosenOffline(t)
  await ana.visitsUntil(news, 'offline_preferences_synced')
  await ana.visits(shop)
  assert.equal(ana.actions.at(-1), 'set_preferences')
  assert.equal(await ana.accepted(shop), 'performance')
  assert.equal(await ana.cookie(shop, '_cookies_set_offline'), undefined)
  assert.deepEqual(await central.acts(await ana.id(central)), ['accept_all', 'sync'])
})

test('down at the very first visit: the choice arrives, and the other site does not ask', async (t) => {
  const central = await world.central(t)
  const shop = await world.site(t, central, { name: 'shop', on: 'fastify' })
  const news = await world.site(t, central, { name: 'news' })
  const ana = await world.person(t)
  await central.stop()
  await shop.sees('down')
  await ana.visits(shop)
  await ana.chooses('Accept all')
  await ana.reloads()
  assert.equal(await ana.page.textContent('#measured'), 'counted')
  assert.equal(ana.trips.length, 0)

  await central.start()
  await Promise.all([shop.sees('up'), news.sees('up')])
  await ana.visits(shop)
  await ana.visits(news)
  assert.equal(await ana.accepted(news), 'all')
  assert.deepEqual([...ana.asked], [shop.origin])
  assert.deepEqual(await central.acts(await ana.id(central)), ['sync'])
})
