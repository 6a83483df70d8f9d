/** A visitor who was forgotten: their sites begin anew, without an error. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Central } from './central.ts'
import type { Person } from './person.ts'
import { consentWorld } from './world.ts'

const world = consentWorld()
const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))

const WAYS: Readonly<Record<string, (ana: Person, central: Central) => Promise<void>>> = {
  'by themselves, on the page of the service': async ({ page }, central) => {
    await page.goto(`${central.url}/choices`)
    await page.getByRole('link', { name: /Forget me/ }).click()
    await page.getByRole('button', { name: 'Forget me' }).click()
    await page.getByRole('heading', { name: 'You are forgotten' }).waitFor()
  },
  'by the organisation, on the command line': async (ana, central) => {
    const forget = [MAIN, 'consent', 'forget', await ana.id(central), '--yes']
    await promisify(execFile)(process.execPath, [...forget, '--data', central.file])
  },
}

for (const [way, forget] of Object.entries(WAYS)) {
  test(`forgotten ${way}: asked again as somebody new`, async (t) => {
    const central = await world.central(t)
    const shop = await world.site(t, central, { name: 'shop', on: 'fastify' })
    const ana = await world.person(t)
    await ana.visits(shop)
    await ana.chooses('Accept all')
    const before = await ana.id(central)
    await forget(ana, central)
    assert.equal(await central.store.visitor(before), undefined)

    ana.asked.clear()
    await ana.aDayPasses(shop)
    await ana.visits(shop)
    assert.equal(ana.trips.length, 2, 'to the service again')
    assert.deepEqual([...ana.asked], [shop.origin])
    await ana.chooses('Only essential')
    const after = await ana.id(central)
    assert.notEqual(after, before)
    assert.deepEqual(await central.acts(after), ['reject_all'])

    // While a page is open: the choice is not lost.
    await ana.visits(shop)
    await central.store.forget(after, Date.now())
    await ana.opens()
    await ana.chooses('Accept all')
    await ana.context.clearCookies({ name: '_cookies_redirect_attempted' })
    await ana.visits(shop)
    assert.equal(await ana.accepted(shop), 'all')
    assert.deepEqual(await central.acts(await ana.id(central)), ['sync'])
    assert.deepEqual(ana.errors, [])
  })
}
