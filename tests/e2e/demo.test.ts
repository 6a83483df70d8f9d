import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { type Demo, startDemo } from '../../src/cli/demo/demo.ts'
import { inProfile, launch, signIn } from './chromium.ts'

let browser: Browser
let demo: Demo
let folder: string

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hallpass-demo-'))
  browser = await launch()
  demo = await startDemo({ port: 0, folder, days: 1, log: () => {} })
})

after(async () => {
  await browser.close()
  await demo.close()
  await rm(folder, { recursive: true })
})

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

/** Opens a site for the first time: it asks, once the visitor was at the consent service. */
async function refuse(page: Page, url: string): Promise<void> {
  await page.goto(url)
  await button(page, 'Only essential').click()
  await button(page, 'Only essential').waitFor({ state: 'hidden' })
}

/** Opens a site that has yet to learn what is known: it goes to the service and comes back. */
async function arrive(page: Page, url: string): Promise<void> {
  const back = page.waitForResponse((response) => response.url().includes('/_cookies/callback'))
  await page.goto(url)
  await back
  await page.waitForResponse((response) => response.url() === `${url}/_cookies/init`)
  await page.waitForLoadState()
}

const signedIn = (page: Page) => page.getByRole('button', { name: 'Sign out' }).isVisible()

describe('the demo in Chromium', () => {
  test('one account opens both sites, and a sign-out at one ends both', async () => {
    await inProfile(browser, async (shop, context) => {
      await refuse(shop, demo.shop.url)
      await shop.getByRole('link', { name: 'Sign in' }).first().click()
      await signIn(shop, 'editor')
      await shop.waitForURL(`${demo.shop.url}/**`)

      const news = await context.newPage()
      await arrive(news, demo.news.url)
      assert.equal(await signedIn(news), false)
      await news.getByRole('link', { name: 'Newsroom' }).click()
      // The provider knows the visitor already: no password again.
      assert.equal(new URL(news.url()).origin, demo.news.url)
      assert.equal(await signedIn(news), true)

      await shop.getByRole('button', { name: 'Sign out' }).click()
      await shop.waitForURL(`${demo.shop.url}/**`)
      assert.equal(await signedIn(shop), false)
      await news.goto(demo.news.url)
      assert.equal(
        await signedIn(news),
        false,
        'the back channel ended the session of the newspaper',
      )
    })
  })

  test('a sign-in that is cancelled comes back with a notice', async () => {
    await inProfile(browser, async (page) => {
      await page.goto(`${demo.shop.url}/orders`)
      await page.getByRole('button', { name: /^Cancel/ }).click()
      await page.waitForURL(`${demo.shop.url}/?login_error=access_denied`)
      assert.match(String(await page.getByRole('status').textContent()), /cancelled the sign-in/)
      assert.equal(await signedIn(page), false)
    })
  })

  test('the cart of a visitor who is not signed in is kept', async () => {
    await inProfile(browser, async (page) => {
      await refuse(page, demo.shop.url)
      await page.getByRole('button', { name: /Add/ }).first().click()
      await page.getByRole('link', { name: 'To the cart' }).click()
      assert.match(String(await page.locator('main').textContent()), /Morning sencha/)
    })
  })
})
