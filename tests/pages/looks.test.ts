/** The pages in Chromium: they can be read, fit, and load nothing that they should not. */
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { contrasts } from '../banner/contrast.ts'
import { launch } from '../e2e/chromium.ts'
import { THEME, type ThemedService, themedService } from './service.ts'

const PATHS = ['/account/orders', '/auth/logged-out', '/auth/logout', '/closed', '/down?x=1']

describe('pages with a theme', () => {
  let browser: Browser
  let service: ThemedService
  let pale: ThemedService
  before(async () => {
    browser = await launch()
    service = await themedService()
    pale = await themedService({ theme: { ...THEME, accent: '#ffe08a', accentDark: '#101828' } })
  })
  after(async () => {
    await browser.close()
    await service.close()
    await pale.close()
  })

  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of [1280, 320]) {
      test(`can be read and fit, ${colorScheme}, ${width} pixels wide`, async () => {
        const context = await browser.newContext({ colorScheme, viewport: { width, height: 640 } })
        const page = await context.newPage()
        const refused: string[] = []
        page.on('console', (line) => {
          if (/Content Security Policy/.test(line.text())) refused.push(line.text())
        })
        for (const { url } of [service, pale]) {
          for (const path of PATHS) {
            await page.goto(url + path)
            const weak = (await page.locator('body').evaluate(contrasts)).filter(
              ({ ratio }) => ratio < 4.5,
            )
            assert.deepEqual(weak, [], path)
            const wide = await page.evaluate(() => document.documentElement.scrollWidth)
            assert.ok(wide <= width, `${path} is ${wide} wide`)
            const logo = page.locator('header img')
            assert.ok(await logo.evaluate((image: HTMLImageElement) => image.naturalWidth > 0))
          }
        }
        assert.deepEqual(refused, [])
        await context.close()
      })
    }
  }

  test('say where they are, lead to the login, and to the same page again', async () => {
    const page = await browser.newPage()
    await page.goto(`${service.url}/account/orders?page=2`)
    assert.equal(await page.title(), 'Sign in to Northwind Orders · Northwind Orders')
    assert.equal(await page.locator('main code').textContent(), '/account/orders')
    await page.keyboard.press('Tab')
    const href = await page.evaluate(() => document.activeElement?.getAttribute('href'))
    const login = new URL(href ?? '', service.url)
    assert.equal(login.pathname, '/auth/login')
    assert.equal(login.searchParams.get('returnTo'), '/account/orders?page=2')
    await page.goto(`${service.url}/down?x=1`)
    const again = page.getByRole('link', { name: 'Try again' })
    assert.equal(await again.getAttribute('href'), '/down?x=1')
    const help = page.getByRole('contentinfo').getByRole('link')
    assert.equal(await help.getAttribute('href'), 'mailto:help@shop.example')
    await page.close()
  })
})
