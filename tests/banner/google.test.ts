import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { nonced } from './site.ts'
import { visits } from './visit.ts'

const visit = visits()

const LAYER = 'dataLayer.map((said) => said.event ?? Array.from(said))'
const DENIED = {
  ad_storage: 'denied',
  ad_user_data: 'denied',
  ad_personalization: 'denied',
  analytics_storage: 'denied',
  functionality_storage: 'denied',
  personalization_storage: 'denied',
  security_storage: 'granted',
}
const DEFAULT = ['consent', 'default', { ...DENIED, wait_for_update: 500 }]
const PERFORMANCE = {
  ...DENIED,
  ad_storage: 'granted',
  ad_user_data: 'granted',
  ad_personalization: 'granted',
  analytics_storage: 'granted',
}
const FUNCTIONALITY = {
  ...DENIED,
  functionality_storage: 'granted',
  personalization_storage: 'granted',
}
const ALL = Object.fromEntries(Object.keys(DENIED).map((purpose) => [purpose, 'granted']))

const TAG = `<script src="/_choices/ask.js"></script>${nonced("gtag('js', 1)")}`

describe('Google Consent Mode', () => {
  test('hears the defaults first, before any tag of the page', async () => {
    await visit({ tag: TAG }, async ({ banner, read }) => {
      await banner.waitFor()
      assert.deepEqual(await read(LAYER), [DEFAULT, ['js', 1]])
    })
  })

  test('hears what was chosen earlier before any tag as well', async () => {
    await visit({ tag: TAG, cookies: { _cookies_accepted: 'all' } }, async ({ page, read }) => {
      await page.waitForLoadState('networkidle')
      assert.deepEqual(await read(LAYER), [DEFAULT, ['consent', 'update', ALL], ['js', 1]])
    })
  })

  test('hears each choice, one after the other, and the default never again', async () => {
    await visit({}, async ({ banner, button, read }) => {
      await button('Accept all').click()
      await banner.waitFor({ state: 'detached' })
      await read('hallpassConsent.set({ functionality: false })')
      await read('hallpassConsent.reject()')
      await read('hallpassConsent.set({ functionality: true })')
      await read('hallpassConsent.start()')
      assert.deepEqual(await read(LAYER), [
        DEFAULT,
        ['consent', 'update', ALL],
        'pageview',
        ['consent', 'update', PERFORMANCE],
        ['consent', 'update', DENIED],
        ['consent', 'update', FUNCTIONALITY],
      ])
    })
  })

  test('leaves a page its own defaults', async () => {
    const first = `dataLayer = []; gtag = function () { dataLayer.push(arguments) }; gtag('consent', 'default', {})`
    await visit({ first }, async ({ banner, button, read }) => {
      await button('Only essential').click()
      await banner.waitFor({ state: 'detached' })
      assert.deepEqual(await read(LAYER), [
        ['consent', 'default', {}],
        ['consent', 'update', DENIED],
      ])
    })
  })

  test('grants by the classic category that one of the site belongs to', async () => {
    const categories = [
      { id: 'needed', always: true },
      { id: 'counting', classic: 'performance', title: 'Counting' },
      { id: 'ads', classic: 'performance', title: 'Advertising' },
      { id: 'video', title: 'Videos' },
    ] as const
    await visit({ config: { categories } }, async ({ read, cookies, page }) => {
      await page.waitForLoadState('networkidle')
      const said = async () => ((await read(LAYER)) as unknown[]).at(-1)
      await read('hallpassConsent.set({ ads: true, video: true })')
      // Half of performance is not performance, and nobody was asked about functionality.
      assert.deepEqual(await said(), ['consent', 'update', DENIED])
      assert.equal((await cookies())._cookies_categories, 'ads.video')
      await page.reload()
      assert.deepEqual(await read('hallpassConsent.choices()'), {
        counting: false,
        ads: true,
        video: true,
      })
    })
  })
})
