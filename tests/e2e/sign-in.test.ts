import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Browser, Page } from 'playwright-core'
import { inProfile, launch, signIn } from './chromium.ts'
import { ACCESS_TOKEN_TTL, type Shop, startShop } from './shop.ts'

let browser: Browser
let shop: Shop

before(async () => {
  browser = await launch()
  shop = await startShop()
})

after(async () => {
  await browser.close()
  await shop.close()
})

const heading = (page: Page) => page.locator('h1').textContent()

/** What a script of the page gets from our own origin. */
function fetched(
  page: Page,
  path: string,
): Promise<{ status: number; body: Record<string, unknown> }> {
  return page.evaluate(async (address) => {
    const response = await fetch(address, { headers: { accept: 'application/json' } })
    return { status: response.status, body: await response.json() }
  }, path)
}

describe('in Chromium, against a real provider', () => {
  test('a visitor signs in and sees the very page that was asked for', async () => {
    await inProfile(browser, async (page) => {
      await page.goto(`${shop.url}/account?page=2`)
      assert.equal(new URL(page.url()).origin, shop.issuer)
      await signIn(page, 'reader')
      await page.waitForURL(`${shop.url}/account?page=2`)
      assert.equal(await heading(page), 'Account of reader')
      assert.equal(await page.locator('p').textContent(), '2')
    })
  })

  test('a visitor without the group is refused the admin page, and can sign in as another', async () => {
    await inProfile(browser, async (page) => {
      await page.goto(`${shop.url}/admin`)
      await signIn(page, 'reader')
      await page.waitForURL(`${shop.url}/admin`)
      assert.ok(!(await page.content()).includes('<h1>Admin</h1>'))
      await page.getByRole('link', { name: 'Sign in as somebody else' }).click()
      await signIn(page, 'admin')
      await page.waitForURL(`${shop.url}/admin`)
      assert.equal(await heading(page), 'Admin')
    })
  })

  test('an access token that ran out is refreshed without the visitor noticing', async () => {
    await inProfile(browser, async (page) => {
      await page.goto(`${shop.url}/account`)
      await signIn(page, 'reader')
      await page.waitForURL(`${shop.url}/account`)
      const first = await fetched(page, '/token')
      await sleep((ACCESS_TOKEN_TTL + 1) * 1000)
      const elsewhere: string[] = []
      page.on('request', (request) => {
        if (!request.url().startsWith(shop.url)) elsewhere.push(request.url())
      })
      await page.reload()
      assert.equal(await heading(page), 'Account of reader')
      const second = await fetched(page, '/token')
      assert.equal(second.status, 200)
      assert.notEqual(second.body.token, first.body.token)
      assert.deepEqual(elsewhere, [], 'the browser never left the shop')
    })
  })

  test('two tabs log in at once, and each comes back to its own page', async () => {
    await inProfile(browser, async (first, context) => {
      const second = await context.newPage()
      await first.goto(`${shop.url}/account`)
      await second.goto(`${shop.url}/orders`)
      await signIn(second, 'reader')
      await second.waitForURL(`${shop.url}/orders`)
      await signIn(first, 'reader')
      await first.waitForURL(`${shop.url}/account`)
      assert.equal(await heading(first), 'Account of reader')
      await second.reload()
      assert.equal(await heading(second), 'Orders')
    })
  })

  test('after a logout every tab is signed out, Back shows nothing, and the provider asks again', async () => {
    await inProfile(browser, async (page, context) => {
      await page.goto(`${shop.url}/account`)
      await signIn(page, 'reader')
      await page.waitForURL(`${shop.url}/account`)
      const other = await context.newPage()
      await other.goto(`${shop.url}/orders`)
      await page.getByRole('button', { name: 'Sign out' }).click()
      await page.waitForURL(`${shop.url}/`)
      assert.equal(await heading(page), 'Welcome')

      await page.goBack()
      await page.waitForLoadState()
      assert.ok(!(await page.content()).includes('Account of'), 'Back shows no page of the account')

      const refused = await fetched(other, '/token')
      assert.equal(refused.status, 401)
      assert.equal(refused.body.code, 'login_required')
      await other.reload()
      assert.equal(new URL(other.url()).origin, shop.issuer)
      assert.equal(await other.locator('input[name=password]').count(), 1)
      assert.deepEqual(
        await context
          .cookies(shop.url)
          .then((all) => all.filter(({ name }) => name === 'hallpass')),
        [],
      )
    })
  })
})
