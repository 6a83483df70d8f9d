import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { inProfile, launch, signIn } from './chromium.ts'
import { type Shop, startShop } from './shop.ts'

let browser: Browser
let shop: Shop

before(async () => {
  browser = await launch()
  shop = await startShop('form_post')
})

after(async () => {
  await browser.close()
  await shop.close()
})

test('Chromium signs in with form_post: the cookie comes back with a POST of another site', async () => {
  await inProfile(browser, async (page, context) => {
    await page.goto(`${shop.url}/account`)
    const begun = (await context.cookies(`${shop.url}/auth/callback`)).filter(({ name }) =>
      /hallpass_tx_/.test(name),
    )
    assert.deepEqual(
      begun.map(({ sameSite, secure }) => [sameSite, secure]),
      [['None', true]],
    )
    const posted = page.waitForRequest(
      (request) => request.method() === 'POST' && request.url() === `${shop.url}/auth/callback`,
    )
    await signIn(page, 'reader')
    await posted
    await page.waitForURL(`${shop.url}/account`)
    assert.equal(await page.locator('h1').textContent(), 'Account of reader')
  })
})
