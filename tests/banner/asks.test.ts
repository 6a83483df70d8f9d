import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { visits } from './visit.ts'

const visit = visits()
const TRACES = `document.addEventListener('hallpass:consent', ({ detail }) => (window.heard ??= []).push(detail))`

describe('the banner', () => {
  test('is a region of the page, takes no focus, and breaks no strict policy', async () => {
    await visit({}, async ({ page, banner, read, errors }) => {
      await banner.waitFor()
      assert.equal(await banner.getAttribute('aria-modal'), null)
      assert.equal(await page.getByRole('dialog').count(), 0)
      assert.equal(await read('document.activeElement === document.body'), true)
      assert.equal(await read('document.body.firstElementChild.localName'), 'hallpass-consent')
      await page.click('#other')
      assert.deepEqual(errors, [])
    })
  })

  test('accepts all, and says so everywhere', async () => {
    await visit({ first: TRACES }, async ({ banner, button, cookies, read, site }) => {
      await button('Accept all').click()
      await banner.waitFor({ state: 'detached' })
      const { _cookies_accepted, _cookies_categories } = await cookies()
      assert.deepEqual(
        [_cookies_accepted, _cookies_categories],
        ['all', 'performance.functionality'],
      )
      const choices = { performance: true, functionality: true }
      assert.deepEqual(await read('window.heard'), [{ choices, act: 'accept_all' }])
      assert.deepEqual(await read('hallpassConsent.choices()'), choices)
      assert.deepEqual(site.posted, [
        { preferences: { consent: 'all', categories: choices }, act: 'accept_all' },
      ])
    })
  })

  test('refuses as easily, and asks no more', async () => {
    await visit({ first: TRACES }, async ({ page, banner, button, cookies, read, site }) => {
      await button('Only essential').click()
      await banner.waitFor({ state: 'detached' })
      assert.equal((await cookies())._cookies_accepted, 'essential')
      assert.equal(await read("hallpassConsent.allows('performance')"), false)
      assert.equal(await read("hallpassConsent.allows('essential')"), true)
      await page.reload()
      await page.waitForLoadState('networkidle')
      assert.equal(await banner.count(), 0)
      const choices = { performance: false, functionality: false }
      assert.deepEqual(await read('window.heard'), [{ choices, act: 'stored' }])
      assert.equal(site.posted.length, 1)
    })
  })

  test('gives both answers the same weight', async () => {
    await visit({}, async ({ button }) => {
      const look = (name: string) =>
        button(name).evaluate((element) => {
          const { color, backgroundColor, fontSize, fontWeight, borderColor } =
            getComputedStyle(element)
          const { width, height } = element.getBoundingClientRect()
          return {
            color,
            backgroundColor,
            fontSize,
            fontWeight,
            borderColor,
            height,
            width: Math.round(width),
          }
        })
      assert.deepEqual(await look('Only essential'), await look('Accept all'))
    })
  })

  test('stays away with ?cp=hide; the manager opens all the same', async () => {
    await visit({ path: '/privacy?cp=hide' }, async ({ page, banner, manager }) => {
      await page.waitForLoadState('networkidle')
      assert.equal(await banner.count(), 0)
      await page.click('#revoke')
      await manager.waitFor()
    })
  })

  for (const value of ['true', 'unset', 'yes']) {
    test(`asks again after an old value, ${value}`, async () => {
      await visit({ cookies: { _cookies_accepted: value } }, async ({ banner, read }) => {
        await banner.waitFor()
        assert.equal(await read('hallpassConsent.choices()'), undefined)
      })
    })
  }

  test('keeps the choice for as long as the site says, on the whole site', async () => {
    await visit({ config: { days: 30, shared: false } }, async ({ page, button, site }) => {
      await button('Accept all').click()
      const kept = await page.context().cookies(site.url())
      const cookie = kept.find(({ name }) => name === '_cookies_accepted')
      const days = ((cookie?.expires ?? 0) - Date.now() / 1000) / 86_400
      assert.ok(Math.abs(days - 30) < 0.1, `${days} days`)
      assert.deepEqual([cookie?.path, cookie?.sameSite], ['/', 'Lax'])
      assert.deepEqual(
        site.requests.filter((line) => line.includes('_cookies/')),
        [],
      )
    })
  })

  test('leads to the policy, where it does not ask', async () => {
    await visit({ config: { policyUrl: '/privacy?lang=en#cookies' } }, async ({ banner }) => {
      const link = banner.getByRole('link', { name: 'Cookie policy' })
      assert.match((await link.getAttribute('href')) ?? '', /\/privacy\?lang=en&cp=hide#cookies$/)
    })
  })
})

describe('the script is loaded', () => {
  const ASK = '/_choices/ask.js'
  for (const [how, tag] of [
    ['async', `<script async src="${ASK}"></script>`],
    ['deferred', `<script defer src="${ASK}"></script>`],
    ['as a module', `<script type="module" src="${ASK}"></script>`],
    ['twice', `<script src="${ASK}"></script><script src="${ASK}?again"></script>`],
  ] as const) {
    test(`${how}: one banner`, async () => {
      await visit({ tag }, async ({ page, banner, button }) => {
        await banner.waitFor()
        await page.waitForLoadState('networkidle')
        assert.equal(await banner.count(), 1)
        assert.equal(await page.locator('hallpass-consent').count(), 1)
        await button('Choose').click()
        assert.equal(await page.getByRole('dialog').count(), 1)
      })
    })
  }

  test('after the page: one banner', async () => {
    await visit({ tag: '', policy: "script-src 'self'" }, async ({ page, banner }) => {
      await page.waitForLoadState('load')
      await page.addScriptTag({ url: ASK })
      await banner.waitFor()
    })
  })

  test('and defines one name', async () => {
    const before = 'window.names = new Set(Object.getOwnPropertyNames(window))'
    const added = `Object.getOwnPropertyNames(window).filter((name) => !window.names.has(name)).sort()`
    await visit({ first: before }, async ({ read }) => {
      assert.deepEqual(await read(added), ['dataLayer', 'gtag', 'hallpassConsent', 'names'])
    })
  })
})
