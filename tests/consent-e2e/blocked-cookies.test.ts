/** A browser that is set to keep no cookies at all: it is asked, and nobody is sent around. */
import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { launchProfile } from '../e2e/chromium.ts'
import { Person } from './person.ts'
import { consentWorld } from './world.ts'

const world = consentWorld()

/** Chromium with the setting that people make: "block all cookies". */
async function withoutCookies(t: TestContext): Promise<Person> {
  const folder = mkdtempSync(join(tmpdir(), 'hallpass-no-cookies-'))
  mkdirSync(join(folder, 'Default'))
  const profile = { default_content_setting_values: { cookies: 2 } }
  writeFileSync(join(folder, 'Default', 'Preferences'), JSON.stringify({ profile }))
  const person = await Person.in(await launchProfile(folder))
  t.after(async () => {
    await person.close()
    rmSync(folder, { recursive: true, force: true })
  })
  return person
}

test('it is asked on the page, without a trip to the service', async (t) => {
  const central = await world.central(t)
  const shop = await world.site(t, central, { name: 'shop' })
  const ana = await withoutCookies(t)
  await ana.page.goto(shop.origin)
  await ana.button('Accept all').waitFor()
  assert.equal(await ana.page.evaluate('document.cookie'), '')
  await ana.button('Accept all').click()
  assert.equal(await ana.page.evaluate("hallpassConsent.allows('performance')"), true)
  await ana.page.reload()
  await ana.button('Only essential').waitFor()
  assert.equal(await ana.page.evaluate("hallpassConsent.allows('performance')"), false)
  assert.deepEqual([ana.trips, ana.actions, ana.errors], [[], [], []])
  const { visitors } = await central.store.counts()
  assert.equal(visitors, 0)
})
