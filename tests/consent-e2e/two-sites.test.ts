/** One choice for two sites on different names: one on Express, one on Fastify. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { consentWorld } from './world.ts'

const world = consentWorld()

test('accepted on one site: the other knows at its first visit; changed there: the first follows', async (t) => {
  const central = await world.central(t)
  const shop = await world.site(t, central, { name: 'shop', on: 'express' })
  const news = await world.site(t, central, { name: 'news', on: 'fastify' })
  const ana = await world.person(t)

  await ana.visits(shop, '/hats?colour=red&size=7#top')
  assert.equal(ana.page.url(), `${shop.origin}/hats?colour=red&size=7#top`)
  assert.deepEqual([...ana.asked], [shop.origin])
  assert.equal(ana.trips.length, 1)
  await ana.chooses('Accept all')
  assert.equal(await ana.accepted(shop), 'all')
  await ana.reloads()
  assert.equal(await ana.page.textContent('#measured'), 'counted')

  await ana.visits(news, '/today?page=2')
  assert.equal(ana.page.url(), `${news.origin}/today?page=2`)
  assert.equal(await ana.accepted(news), 'all')
  assert.ok(!ana.asked.has(news.origin), 'asked again')
  assert.equal(ana.trips.length, 2, 'one trip for each site')
  await ana.reloads()
  assert.equal(await ana.page.textContent('#measured'), 'counted')
  assert.equal(ana.trips.length, 2)

  await ana.opens()
  await ana.ticks('Functionality')
  await ana.chooses('Save choices')
  assert.equal(await ana.accepted(news), 'functionality')

  // Fresh: the shop keeps what it knows. After a day it asks.
  await ana.visits(shop)
  assert.equal(await ana.accepted(shop), 'all')
  await ana.aDayPasses(shop)
  await ana.reloads()
  assert.equal(await ana.accepted(shop), 'functionality')
  assert.equal(await ana.cookie(shop, '_cookies_categories'), 'functionality')
  await ana.reloads()
  assert.equal(await ana.page.textContent('#measured'), 'not counted')

  assert.deepEqual([...ana.asked], [shop.origin])
  assert.equal(ana.trips.length, 2)
  assert.deepEqual(ana.errors, [])
  const visitor = await ana.id(central)
  assert.deepEqual(await central.acts(visitor), ['accept_all', 'saved'])
  const records = await central.records(visitor)
  assert.deepEqual(
    records.map(({ origin }) => origin),
    [shop.origin, news.origin],
  )
})

test('changed on the page of the service: both sites follow', async (t) => {
  const central = await world.central(t)
  const shop = await world.site(t, central, { name: 'shop', on: 'fastify' })
  const news = await world.site(t, central, { name: 'news', on: 'express' })
  const ana = await world.person(t)
  await ana.visits(shop)
  await ana.chooses('Accept all')
  await ana.visits(news)

  await ana.page.goto(`${central.url}/choices`)
  await ana.page.getByRole('button', { name: /essential/i }).click()
  await ana.page.getByText('Saved.').waitFor()

  for (const site of [shop, news]) {
    await ana.aDayPasses(site)
    await ana.visits(site)
    assert.equal(await ana.accepted(site), 'essential')
  }
  assert.deepEqual([...ana.asked], [shop.origin])
  assert.deepEqual(await central.acts(await ana.id(central)), ['accept_all', 'reject_all'])
})
