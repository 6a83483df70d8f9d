/** Global Privacy Control: a browser that asks by itself not to be tracked. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eventually } from './eventually.ts'
import { consentWorld } from './world.ts'

const world = consentWorld()

test('the signal denies, without a banner, and is recorded once; a choice goes before it', async (t) => {
  const central = await world.central(t)
  const shop = await world.site(t, central, { name: 'shop' })
  const news = await world.site(t, central, { name: 'news', on: 'fastify' })
  const ana = await world.person(t, { extraHTTPHeaders: { 'sec-gpc': '1' } })
  await ana.context.addInitScript(
    "Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { get: () => true })",
  )
  for (const site of [shop, news, shop]) {
    await ana.visits(site)
    await ana.reloads()
    assert.equal(await ana.page.textContent('#measured'), 'not counted')
    assert.equal(await ana.page.evaluate("hallpassConsent.allows('performance')"), false)
    assert.equal(await ana.page.evaluate('hallpassConsent.choices() === undefined'), true)
  }
  const visitor = await ana.id(central)
  await eventually('the signal is recorded', async () => (await central.acts(visitor)).length > 0)
  await ana.aDayPasses(news)
  await ana.visits(news)
  await ana.page.waitForTimeout(500)
  assert.deepEqual(await central.acts(visitor), ['gpc'], 'once, not by every page and site')
  assert.equal((await central.store.visitor(visitor))?.choice, undefined, 'it is no choice')
  assert.deepEqual([...ana.asked], [])

  await ana.opens()
  assert.match((await ana.page.getByRole('dialog').textContent()) ?? '', /asks not to be tracked/)
  await ana.ticks('Performance')
  await ana.chooses('Save choices')
  await ana.reloads()
  assert.equal(await ana.page.textContent('#measured'), 'counted')
  await ana.aDayPasses(shop)
  await ana.visits(shop)
  await ana.reloads()
  assert.equal(await ana.page.textContent('#measured'), 'counted', 'on the other site too')
  await ana.page.waitForTimeout(300)
  assert.deepEqual(await central.acts(visitor), ['gpc', 'saved'])
  assert.deepEqual([...ana.asked], [])
  assert.deepEqual(ana.errors, [])
})
