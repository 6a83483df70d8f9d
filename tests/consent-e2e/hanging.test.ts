/** The service takes connections and never answers: pages and `/init` are as fast as before. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eventually } from './eventually.ts'
import type { Person } from './person.ts'
import type { Site } from './sites.ts'
import { consentWorld } from './world.ts'

const world = consentWorld()
const LOADS = 10

interface Times {
  /** Medians, in milliseconds. */
  readonly page: number
  readonly init: number
}

function median(times: readonly number[]): number {
  return [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0
}

/** By the browser's own clock; @param action - What the site must answer each time. */
async function measured(person: Person, site: Site, action: string): Promise<Times> {
  const pages: number[] = []
  const before = person.waits.length
  for (let load = 0; load < LOADS; load++) {
    await person.visits(site)
    assert.equal(person.actions.at(-1), action)
    const read = () => performance.getEntriesByType('navigation')[0]?.duration ?? 0
    pages.push(await person.page.evaluate(read))
  }
  return { page: median(pages), init: median(person.waits.slice(before)) }
}

for (const on of ['express', 'fastify'] as const) {
  test(`${on}: pages load as fast as before, and what is chosen arrives later`, async (t) => {
    const central = await world.central(t)
    const shop = await world.site(t, central, { name: 'shop', on })
    const ana = await world.person(t)
    await ana.visits(shop)
    await ana.chooses('Accept all')
    const before = await measured(ana, shop, 'none')

    await central.hang()
    const during = await measured(ana, shop, 'none')
    // Somebody new is sent to it before anybody has found out, and asked on the page instead.
    const ben = await world.person(t)
    await ben.page.goto(shop.origin, { waitUntil: 'commit' })
    await eventually('he is asked', () => ben.asked.has(shop.origin))
    // The first whose choice must be asked for finds out.
    await ana.aDayPasses(shop)
    await ana.reloads()
    assert.equal(ana.actions.at(-1), '503')
    const down = await measured(ana, shop, '503')
    const somebodyNew = await measured(await world.person(t), shop, '503')
    for (const [what, { page, init }] of Object.entries({ before, during, down, somebodyNew })) {
      t.diagnostic(`${what}: page ${page.toFixed(1)} ms, /init ${init.toFixed(1)} ms (medians)`)
      assert.ok(page < before.page * 3 + 300, `${what}: ${page} ms, before ${before.page} ms`)
      assert.ok(init < before.init * 3 + 300, `${what}: ${init} ms, before ${before.init} ms`)
    }

    await ana.opens()
    await ana.chooses('Only essential')
    assert.equal(await ana.accepted(shop), 'essential')
    assert.equal(await ana.cookie(shop, '_cookies_set_offline'), 'true')

    await central.start()
    await shop.sees('up')
    await ana.visitsUntil(shop, 'offline_preferences_synced')
    assert.deepEqual(await central.acts(await ana.id(central)), ['accept_all', 'sync'])
  })
}
