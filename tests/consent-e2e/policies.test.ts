/** The policy changes: a change of substance asks again at the next stale visit, one of words does not. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CLASSIC_CATEGORIES } from '../../src/consent/wire/categories.ts'
import type { Central } from './central.ts'
import { consentWorld } from './world.ts'

const world = consentWorld()

async function publish(central: Central, text: string, material: boolean): Promise<void> {
  const at = Math.round(Date.now() + central.ahead * 1000)
  await central.store.addPolicy({ text, categories: CLASSIC_CATEGORIES, material, at })
  // The service looks again after some seconds.
  central.ahead += 10
}

for (const script of ['ours', 'cookie-policy'] as const) {
  test(`${script}: words do not ask again, substance does`, async (t) => {
    const central = await world.central(t)
    const shop = await world.site(t, central, { name: 'shop', script })
    const ana = await world.person(t)
    await publish(central, 'We count visits.', true)
    await ana.visits(shop)
    await ana.chooses('Accept all')
    const visitor = await ana.id(central)

    const later = async () => {
      ana.asked.clear()
      await ana.aDayPasses(shop)
      await ana.visits(shop)
      return ana.asked.size
    }
    await publish(central, 'We do count visits.', false)
    assert.equal(await later(), 0)
    assert.equal(await ana.accepted(shop), 'all')

    await publish(central, 'We count visits, and show videos.', true)
    ana.asked.clear()
    await ana.visits(shop)
    assert.equal(ana.asked.size, 0, 'fresh: not yet')
    assert.equal(await later(), 1)
    await ana.reloads()
    assert.equal(
      await ana.page.textContent('#measured'),
      'not counted',
      'denied until it is chosen',
    )
    await ana.chooses('Accept all')
    assert.equal(await later(), 0)
    assert.equal(await ana.accepted(shop), 'all')

    const records = await central.records(visitor)
    assert.deepEqual(
      records.map(({ act, policy }) => [act, policy]),
      [
        ['accept_all', 1],
        ['accept_all', 3],
      ],
    )
    assert.deepEqual(ana.errors, [])
  })
}
