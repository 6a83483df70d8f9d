/** A Flask site with the unmodified script of cookie-policy, and sites of ours, both ways. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { flaskSite } from './flask-site.ts'
import { consentWorld } from './world.ts'

const world = consentWorld()

test('accepted on Flask: ours knows at its first visit; changed there: Flask follows', async (t) => {
  const central = await world.central(t)
  const flask = await flaskSite(t, central)
  const shop = await world.site(t, central, { name: 'shop' })
  const ana = await world.person(t)

  await ana.visits(flask, '/read?page=2&next=3')
  assert.equal(ana.page.url(), `${flask.origin}/read?page=2&next=3`)
  assert.deepEqual([...ana.asked], [flask.origin])
  await ana.chooses('Accept all')

  await ana.visits(shop)
  assert.equal(await ana.accepted(shop), 'all')
  await ana.opens()
  await ana.ticks('Performance')
  await ana.chooses('Save choices')
  await ana.aDayPasses(flask)
  await ana.visits(flask)
  assert.equal(await ana.accepted(flask), 'performance')

  assert.deepEqual([...ana.asked], [flask.origin])
  assert.equal(ana.trips.length, 2, 'one trip for each site')
  assert.deepEqual(ana.errors, [])
  assert.doesNotMatch(flask.said(), /Traceback/)
  assert.deepEqual(await central.acts(await ana.id(central)), ['accept_all', 'saved'])
})

test('accepted on ours: Flask knows at its first visit; changed there: ours follows', async (t) => {
  const central = await world.central(t)
  const shop = await world.site(t, central, { name: 'shop', on: 'fastify' })
  const flask = await flaskSite(t, central)
  const ana = await world.person(t)

  await ana.visits(shop)
  await ana.chooses('Accept all')
  await ana.visits(flask)
  assert.equal(await ana.accepted(flask), 'all')
  assert.deepEqual([...ana.asked], [shop.origin])

  await ana.page.locator('.js-revoke-cookie-manager').click()
  await ana.button('Manage your tracker settings').click()
  await ana.page.locator('.js-performance-switch').uncheck({ force: true })
  await ana.chooses('Save preferences')
  assert.equal(await ana.accepted(flask), 'functionality')
  await ana.aDayPasses(shop)
  await ana.visits(shop)
  assert.equal(await ana.accepted(shop), 'functionality')
  assert.equal(ana.trips.length, 2)
  assert.doesNotMatch(flask.said(), /Traceback/)
})

test('the service stopped: what is chosen on Flask arrives on ours', async (t) => {
  const central = await world.central(t)
  const flask = await flaskSite(t, central)
  const shop = await world.site(t, central, { name: 'shop' })
  const ana = await world.person(t)
  await ana.visits(shop)
  await ana.chooses('Accept all')
  await ana.visits(flask)
  await central.stop()
  await flask.sees('down')

  await ana.reloads()
  await ana.page.locator('.js-revoke-cookie-manager').click()
  await ana.button('Manage your tracker settings').click()
  await ana.page.locator('.js-functionality-switch').uncheck({ force: true })
  await ana.button('Save preferences').click()
  await ana.page.waitForTimeout(300)
  assert.equal(await ana.cookie(flask, '_cookies_set_offline'), 'true')

  await central.start()
  await flask.sees('up')
  await ana.visitsUntil(flask, 'offline_preferences_synced')
  await shop.sees('up')
  await ana.aDayPasses(shop)
  await ana.visits(shop)
  assert.equal(await ana.accepted(shop), 'performance')
  assert.doesNotMatch(flask.said(), /Traceback/)
})
