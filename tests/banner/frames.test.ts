import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { visits } from './visit.ts'

const visit = visits()
const ANY = "default-src * data: blob: 'unsafe-inline'"

describe('a frame loads addresses of the web alone', () => {
  for (const src of [
    'javascript:parent.pwned=1',
    ' java&#10;script:parent.pwned=1',
    'JavaScript:parent.pwned=1',
    'data:text/html,<script>parent.pwned=1</script>',
    'https://[',
    'about:blank',
  ]) {
    test(src, async () => {
      const body = `<h1>Page</h1><iframe data-consent="performance" data-src="${src}"></iframe>
        <iframe data-consent="performance" data-src="/frame" id="good"></iframe>`
      const cookies = { _cookies_accepted: 'all' }
      await visit({ policy: ANY, cookies, body }, async ({ page, read, errors }) => {
        await page.frameLocator('#good').locator('h1').waitFor()
        await page.waitForLoadState('networkidle')
        assert.equal(await read('window.pwned'), undefined)
        assert.equal(await read("document.querySelector('iframe').src"), '')
        assert.deepEqual(errors, [])
      })
    })
  }
})

describe('what stands in place of a frame is as large as it', () => {
  const FRAME =
    '<h1>Page</h1><iframe data-consent="performance" data-src="/frame" title="Map" class="wide"></iframe>'
  const SHEET = `new Promise((done) => {
    const link = Object.assign(document.createElement('link'), { rel: 'stylesheet', href: '/frames.css', onload: done })
    document.head.append(link)
  })`
  const width = (page: Page) =>
    page.locator('hallpass-held').evaluate((one) => one.getBoundingClientRect().width)

  test('also where its style comes after the script', async () => {
    const first = SHEET.replace('new Promise((done) => {', 'setTimeout((done) => {').replace(
      /\)$/,
      ', 0)',
    )
    await visit({ body: FRAME, first }, async ({ page, until }) => {
      await page.locator('hallpass-held').waitFor()
      await until("document.readyState === 'complete'")
      const held = await width(page)
      await page.getByRole('button', { name: 'Allow and show' }).click()
      assert.equal(await page.locator('iframe').evaluate((one) => one.clientWidth), held)
      assert.notEqual(held, 300)
    })
  })

  test('also when the window is another', async () => {
    await visit({ body: FRAME }, async ({ page, read }) => {
      await page.locator('hallpass-held').waitFor()
      await read(SHEET)
      for (const size of [500, 900, 380]) {
        await page.setViewportSize({ width: size, height: 700 })
        await page.waitForTimeout(100)
        const parent = await page.locator('body').evaluate((one) => one.clientWidth)
        assert.ok(Math.abs((await width(page)) - parent) < 40, `${await width(page)} of ${parent}`)
      }
      const held = await width(page)
      await page.getByRole('button', { name: 'Allow and show' }).click()
      assert.equal(await page.locator('iframe').evaluate((one) => one.clientWidth), held)
    })
  })

  test('and its button keeps the focus meanwhile', async () => {
    await visit({ body: FRAME }, async ({ page, read }) => {
      await page.getByRole('button', { name: 'Allow and show' }).focus()
      await page.setViewportSize({ width: 500, height: 700 })
      await page.waitForTimeout(100)
      assert.equal(await read('document.activeElement.localName'), 'hallpass-held')
    })
  })
})
