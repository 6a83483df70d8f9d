/** In Chromium: an app behind nginx and behind Caddy, which ask hallpass. */
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { inProfile, launch, signIn } from '../e2e/chromium.ts'
import { GuardProgram } from '../proxy/serve-program.ts'
import { startWorld, type World } from './world.ts'

let browser: Browser
before(async () => {
  browser = await launch()
})
after(() => browser.close())

for (const name of ['nginx', 'caddy'] as const) {
  describe(`${name}, in Chromium`, () => {
    const program = new GuardProgram()
    let world: World
    before(async () => {
      world = await startWorld(program, name)
    })
    after(() => world.close())

    test('a visitor signs in, reaches the page, and signs out', async () => {
      await inProfile(browser, async (page) => {
        await page.goto(`${world.url}/account?page=2`)
        assert.equal(new URL(page.url()).origin, world.issuer)
        await signIn(page, 'reader')
        await page.waitForURL(`${world.url}/account?page=2`)
        assert.equal(await page.locator('h1').textContent(), 'Hello reader')
        const refused = await page.goto(`${world.url}/admin/x`)
        assert.equal(refused?.status(), 403)
        assert.ok(!(await page.content()).includes('Hello'))
        await page.goto(`${world.url}/account`)
        await page.getByRole('link', { name: 'Sign out' }).click()
        await page.waitForURL((url) => url.origin === world.url && url.pathname === '/sign-out')
        await page.goto(`${world.url}/account`)
        assert.equal(new URL(page.url()).origin, world.issuer)
        assert.equal(await page.locator('input[name=password]').count(), 1)
      })
    })

    test('who is in the group sees the page', async () => {
      await inProfile(browser, async (page) => {
        await page.goto(`${world.url}/admin/x`)
        await signIn(page, 'editor')
        await page.waitForURL(`${world.url}/admin/x`)
        assert.equal(await page.locator('h1').textContent(), 'Hello editor')
      })
    })
  })
}
