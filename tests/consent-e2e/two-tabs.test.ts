/** Two tabs at once, at the first visit. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { consentWorld } from './world.ts'

const world = consentWorld()

test('two tabs of one site at once: one visitor at the site, the same choice in both', async (t) => {
  const central = await world.central(t)
  const shop = await world.site(t, central, { name: 'shop' })
  for (let round = 0; round < 3; round++) {
    const ana = await world.person(t)
    const second = await ana.context.newPage()
    await Promise.all([
      ana.page.goto(`${shop.origin}/one`, { waitUntil: 'commit' }),
      second.goto(`${shop.origin}/two`, { waitUntil: 'commit' }),
    ])
    await ana.settles(0)
    for (const [page, path] of [
      [ana.page, '/one'],
      [second, '/two'],
    ] as const) {
      await page.getByRole('button', { name: 'Accept all' }).waitFor()
      assert.equal(page.url(), shop.origin + path)
    }
    assert.ok(ana.trips.length <= 2, `${ana.trips.length} trips`)
    await ana.chooses('Accept all')
    assert.equal(await ana.accepted(shop), 'all')
    await second.reload()
    await second.waitForFunction("hallpassConsent.allows('performance')", undefined, {
      polling: 50,
    })
    await ana.reloads()
    assert.equal(await ana.page.textContent('#measured'), 'counted')
    await ana.aDayPasses(shop)
    await ana.reloads()
    assert.equal(await ana.accepted(shop), 'all', 'the service has it')
    assert.equal(await ana.cookie(shop, '_cookies_set_offline'), undefined)
    assert.deepEqual(ana.errors, [])
  }
})

test('two sites in two tabs at once: no error; where they met as two visitors, the other asks too', async (t) => {
  const central = await world.central(t)
  const shop = await world.site(t, central, { name: 'shop' })
  const news = await world.site(t, central, { name: 'news', on: 'fastify' })
  const ana = await world.person(t)
  const second = await ana.context.newPage()
  await Promise.all([
    ana.page.goto(shop.origin, { waitUntil: 'commit' }),
    second.goto(news.origin, { waitUntil: 'commit' }),
  ])
  await ana.settles(0)
  await second.getByRole('button', { name: 'Accept all' }).waitFor()
  await ana.chooses('Accept all')
  await second.close()
  await ana.aDayPasses(news)
  await ana.visits(news)
  const there = await ana.accepted(news)
  assert.ok(there === 'all' || (there === 'unset' && ana.asked.has(news.origin)), there)
  assert.deepEqual(ana.errors, [])
})
