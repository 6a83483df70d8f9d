import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { DASHBOARD_KEY } from '../../src/cli/demo/consent/samples.ts'
import { type Demo, startDemo } from '../../src/cli/demo/demo.ts'
import { inProfile, launch } from './chromium.ts'

let browser: Browser
let demo: Demo
let folder: string

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hallpass-demo-'))
  browser = await launch()
  demo = await startDemo({ port: 0, folder, days: 7, log: () => {} })
})

after(async () => {
  await browser?.close()
  await demo?.close()
  await rm(folder, { recursive: true })
})

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const recommended = (page: Page) => page.locator('#recommended li')
const counted = (page: Page) => page.getByText(/^Page view [\d,]+ of today/)
const webcam = (page: Page) => page.frameLocator('iframe[src="/webcam"]').getByText('Live')
const saved = (page: Page) =>
  page.waitForResponse(
    (response) => response.url().endsWith('/set-preferences') && response.status() === 200,
  )

/** What a page complains of: broken scripts, and what its policy refused. */
function complaints(page: Page): string[] {
  const heard: string[] = []
  page.on('pageerror', ({ message }) => heard.push(message))
  page.on('console', (line) => {
    if (line.type() === 'error') heard.push(line.text())
  })
  return heard
}

describe('one consent for the sites of the demo, in Chromium', () => {
  test('what is accepted in the shop holds in the newspaper, which does not ask', async () => {
    await inProfile(browser, async (page) => {
      const heard = complaints(page)
      await page.goto(demo.shop.url)
      await button(page, 'Accept all').waitFor()
      assert.equal(await recommended(page).count(), 0)
      assert.equal(await counted(page).count(), 0)
      const accepted = saved(page)
      await button(page, 'Accept all').click()
      await accepted
      await recommended(page).first().waitFor()
      await counted(page).waitFor()

      await page.goto(demo.news.url)
      await webcam(page).waitFor()
      await counted(page).waitFor()
      assert.equal(await button(page, 'Accept all').count(), 0, 'the newspaper asks again')

      await page.goto(demo.shop.url)
      assert.equal(await recommended(page).count(), 3, 'the server knows it, too')
      assert.deepEqual(heard, [])
    })
  })

  test('what is changed in the newspaper is what /choices and the receipt say', async () => {
    await inProfile(browser, async (page) => {
      await page.goto(demo.shop.url)
      const accepted = saved(page)
      await button(page, 'Accept all').click()
      await accepted
      await page.goto(demo.news.url)
      await webcam(page).waitFor()

      await page.getByRole('link', { name: 'Cookies', exact: true }).click()
      await page.getByRole('dialog').getByLabel('Functionality').uncheck()
      const changed = saved(page)
      await button(page, 'Save choices').click()
      await changed
      await page.reload()
      await button(page, 'Allow and show').waitFor()

      await page.getByRole('link', { name: 'What I agreed to' }).click()
      await page.waitForURL(`${demo.consent.url}/choices`)
      assert.equal(await page.getByLabel('Functionality').isChecked(), false)
      assert.equal(await page.getByLabel('Performance').isChecked(), true)
      const history = page.getByRole('table')
      assert.equal(await history.getByText('Accepted all').count(), 1)
      assert.equal(await history.getByText(demo.news.url).count(), 1)
    })
  })

  test('the dashboard shows charts of all eight sites', async () => {
    await inProfile(browser, async (page) => {
      const heard = complaints(page)
      await page.goto(`${demo.consent.url}/dashboard`)
      await page.fill('input[name=key]', DASHBOARD_KEY)
      await button(page, 'Sign in').click()
      await page.getByRole('heading', { name: 'By site' }).waitFor()
      assert.ok((await page.locator('figure.chart svg rect').count()) > 20)
      const sites = page.getByRole('table', { name: 'Choices by site, the busiest first' })
      assert.equal(await sites.locator('tbody tr').count(), 8)
      assert.deepEqual(heard, [])
    })
  })
})
