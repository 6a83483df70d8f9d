/** The unmodified script of `@canonical/cookie-policy` on one site, ours on the other. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { consentWorld } from './world.ts'

const world = consentWorld()

test('cookie-policy on one site, our script on the other, both ways', async (t) => {
  const central = await world.central(t)
  const shop = await world.site(t, central, { name: 'shop', script: 'cookie-policy' })
  const news = await world.site(t, central, { name: 'news', on: 'fastify' })
  const ana = await world.person(t)

  // It appends the address of the page without encoding it.
  await ana.visits(shop, '/hats?colour=red&return_uri=x&state=y#top')
  assert.equal(ana.page.url(), `${shop.origin}/hats?colour=red&return_uri=x&state=y#top`)
  assert.deepEqual([...ana.asked], [shop.origin])
  await ana.chooses('Accept all')
  assert.equal(await ana.accepted(shop), 'all')
  await ana.reloads()
  assert.equal(await ana.page.textContent('#measured'), 'counted')

  await ana.visits(news)
  assert.equal(await ana.accepted(news), 'all')
  await ana.opens()
  await ana.ticks('Performance')
  await ana.chooses('Save choices')
  await ana.aDayPasses(shop)
  await ana.visits(shop)
  assert.equal(await ana.accepted(shop), 'performance')

  // And back: its own manager.
  await ana.page.locator('.js-revoke-cookie-manager').click()
  await ana.button('Manage your tracker settings').click()
  await ana.page.locator('.js-performance-switch').uncheck({ force: true })
  await ana.chooses('Save preferences')
  await ana.aDayPasses(news)
  await ana.visits(news)
  assert.equal(await ana.accepted(news), 'essential')
  assert.equal(await ana.page.textContent('#measured'), 'counted', 'as the request came')
  await ana.reloads()
  assert.equal(await ana.page.textContent('#measured'), 'not counted')

  assert.ok(!ana.asked.has(news.origin), 'the other site never asks')
  assert.equal(ana.trips.length, 2, 'one trip for each site')
  assert.deepEqual(ana.errors, [])
  const visitor = await ana.id(central)
  assert.deepEqual(await central.acts(visitor), ['accept_all', 'saved', 'reject_all'])
})

test('chosen on our site: cookie-policy does not ask at its first visit', async (t) => {
  const central = await world.central(t)
  const shop = await world.site(t, central, { name: 'shop' })
  const news = await world.site(t, central, { name: 'news', script: 'cookie-policy' })
  const ana = await world.person(t)
  await ana.visits(shop)
  await ana.chooses('Only essential')
  await ana.visits(news)
  assert.equal(await ana.accepted(news), 'essential')
  assert.deepEqual([...ana.asked], [shop.origin])
  assert.equal(ana.trips.length, 2)
})

test('the service is down at the first visit: cookie-policy keeps the choice, which arrives later', async (t) => {
  const central = await world.central(t)
  const shop = await world.site(t, central, { name: 'shop', script: 'cookie-policy' })
  const news = await world.site(t, central, { name: 'news', on: 'fastify' })
  const ana = await world.person(t)
  await central.stop()
  await shop.sees('down')

  await ana.visits(shop)
  assert.deepEqual(ana.actions, ['503'])
  await ana.button('Accept all').click()
  await ana.page.waitForTimeout(300)
  assert.equal(await ana.accepted(shop), 'all')
  assert.equal(await ana.cookie(shop, '_cookies_set_offline'), 'true')
  await ana.reloads()
  assert.equal(await ana.page.textContent('#measured'), 'counted')

  await central.start()
  await shop.sees('up')
  await ana.visitsUntil(shop, 'offline_preferences_synced')
  assert.equal(await ana.cookie(shop, '_cookies_set_offline'), undefined)
  assert.deepEqual(await central.acts(await ana.id(central)), ['sync'])

  await news.sees('up')
  await ana.visits(news)
  assert.equal(await ana.accepted(news), 'all')
  assert.deepEqual([...ana.asked], [shop.origin])
})
