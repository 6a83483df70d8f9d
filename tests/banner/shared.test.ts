import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Answer } from './site.ts'
import { visits } from './visit.ts'

const visit = visits()
const NOW = '2026-11-24T05:00:00.123000+00:00'
const NONE: Answer = { body: { action: 'none' } }
const SAVED: Answer = { body: { message: 'Preferences saved', cookies_freshness_ts: NOW } }
const given = (init: Answer, set: Answer = SAVED) => ({ answers: { init, set } })
const HEARS = `document.addEventListener('hallpass:consent', ({ detail }) => (window.heard ??= []).push(detail.act))`

describe('what the site answers', () => {
  test('set_preferences: the choice of another site holds here, nobody is asked', async () => {
    const body = { action: 'set_preferences', consent: 'performance', cookies_freshness_ts: NOW }
    await visit({ ...given({ body }), first: HEARS }, async (visited) => {
      const { banner, cookies, read, until, site } = visited
      await until('window.heard')
      assert.deepEqual(await read('window.heard'), ['shared'])
      assert.equal(await banner.count(), 0)
      const { _cookies_accepted, _cookies_freshness_ts } = await cookies()
      assert.deepEqual([_cookies_accepted, _cookies_freshness_ts], ['performance', NOW])
      assert.equal(await read("hallpassConsent.allows('performance')"), true)
      assert.deepEqual(site.posted, [])
    })
  })

  test('set_preferences: a cookie that the site sent itself is left as it is', async () => {
    const body = { action: 'set_preferences', consent: 'all', cookies_freshness_ts: NOW }
    const cookies = ['_cookies_accepted=all; Path=/; SameSite=Lax; Max-Age=8640000']
    await visit({ ...given({ body, cookies }), first: HEARS }, async ({ page, site, until }) => {
      await until('window.heard')
      const [kept] = (await page.context().cookies(site.url())).filter(
        ({ name }) => name === '_cookies_accepted',
      )
      assert.ok((kept?.expires ?? 0) - Date.now() / 1000 < 8_640_001)
    })
  })

  test('set_preferences, unset: the policy has changed, the visitor is asked again', async () => {
    const body = {
      action: 'set_preferences',
      consent: 'unset',
      cookies_freshness_ts: NOW,
      policy: 4,
    }
    const cookies = { _cookies_accepted: 'all' }
    await visit({ ...given({ body }), cookies }, async ({ banner, button, site }) => {
      await button('Only essential').click()
      await banner.waitFor({ state: 'detached' })
      const choices = { performance: false, functionality: false }
      assert.deepEqual(site.posted, [
        {
          preferences: { consent: 'essential', categories: choices },
          act: 'reject_all',
          policy: 4,
        },
      ])
    })
  })

  test('set_preferences, unset, at the first visit: nothing is said before there is a choice', async () => {
    const body = { action: 'set_preferences', consent: 'unset', cookies_freshness_ts: NOW }
    await visit({ ...given({ body }), first: HEARS }, async ({ banner, read }) => {
      await banner.waitFor()
      assert.equal(await read('window.heard'), undefined)
      assert.equal(await read('dataLayer.length'), 1)
    })
  })

  test('redirect: the whole address goes along as it is, and is not kept in the history', async () => {
    const init = { body: { action: 'redirect', redirect_url: '/service?return_uri=' } }
    await visit({ ...given(init), path: '/a?b=c&d=e#f' }, async ({ page, site, read }) => {
      await page.waitForURL(/service/)
      const address = site.url('/a?b=c&d=e#f')
      assert.equal(page.url(), site.url(`/service?return_uri=${address}`))
      assert.equal(await read('history.length'), 2)
    })
  })

  for (const [who, options] of [
    ['where the policy is read', { path: '/privacy?cp=hide' }],
    ['robots', { browser: { userAgent: 'Mozilla/5.0 (compatible; Googlebot/2.1)' } }],
  ] as const) {
    test(`redirect: not ${who}`, async () => {
      const init = { body: { action: 'redirect', redirect_url: '/service?return_uri=' } }
      await visit({ ...given(init), ...options }, async ({ page, site }) => {
        await page.waitForLoadState('networkidle')
        assert.ok(site.requests.includes('GET /_cookies/init'))
        assert.ok(!page.url().includes('service'))
      })
    })
  }

  test('redirect: not in a frame of another page', async () => {
    const init = { body: { action: 'redirect', redirect_url: '/service?return_uri=' } }
    const body = '<iframe src="/inner" width="500" height="500"></iframe>'
    await visit({ ...given(init), tag: '', body }, async ({ page, site }) => {
      site.page({})
      await page.locator('iframe').evaluate((frame: HTMLIFrameElement) => {
        frame.src = '/inside'
      })
      await page.frameLocator('iframe').getByRole('region').waitFor()
      assert.ok(!site.requests.some((line) => line.includes('/service')))
    })
  })

  for (const [how, init] of [
    ['503', { status: 503, body: { error: 'down' } }],
    ['nonsense', { body: 'nonsense' }],
    ['nothing known', { body: { action: 'dance' } }],
  ] as const) {
    test(`${how}: the visitor is asked here`, async () => {
      await visit(given(init), async ({ banner, errors }) => {
        await banner.waitFor()
        assert.deepEqual(
          errors.filter((text) => !text.includes('503')),
          [],
        )
      })
    })
  }

  test('nothing in time: the page is there at once, the banner after three seconds', async () => {
    const start = Date.now()
    await visit(given({ ...NONE, afterMs: 20_000 }), async ({ page, banner }) => {
      assert.ok(Date.now() - start < 2500)
      assert.equal(await banner.count(), 0)
      await banner.waitFor()
      assert.ok(Date.now() - start > 3000)
      await page.close()
    })
  })

  test('an answer that comes after the visitor chose changes nothing', async () => {
    const body = { action: 'set_preferences', consent: 'all', cookies_freshness_ts: NOW }
    await visit(given({ body, afterMs: 1000 }), async ({ page, read, cookies }) => {
      await read('hallpassConsent.reject()')
      await page.waitForLoadState('networkidle')
      assert.equal((await cookies())._cookies_accepted, 'essential')
    })
  })
})

describe('a choice that the site could not pass on', () => {
  for (const [how, set] of [
    ['unknown visitor', { status: 401, body: { error: 'unknown' } }],
    ['service down', { status: 500, body: { error: 'failed' } }],
    ['no JSON', { body: undefined }],
  ] as const) {
    test(`${how}: is kept with its time, and marked for the next page`, async () => {
      await visit(given(NONE, set), async ({ page, banner, button, cookies }) => {
        await button('Accept all').click()
        await banner.waitFor({ state: 'detached' })
        await page.waitForLoadState('networkidle')
        const kept = await cookies()
        assert.deepEqual([kept._cookies_accepted, kept._cookies_set_offline], ['all', 'true'])
        assert.match(kept._cookies_freshness_ts ?? '', /^\d{4}-\d\d-\d\dT.*\d000\+00:00$/)
      })
    })
  }

  test('is no longer marked once a later one arrives', async () => {
    const cookies = { _cookies_accepted: 'all', _cookies_set_offline: 'true' }
    await visit({ ...given(NONE), cookies }, async (visited) => {
      await visited.read('hallpassConsent.reject()')
      await visited.page.waitForLoadState('networkidle')
      const kept = await visited.cookies()
      assert.equal(kept._cookies_set_offline, undefined)
      assert.equal(kept._cookies_freshness_ts, NOW)
    })
  })

  test('is marked also when the page is left before the answer', async () => {
    await visit(
      given(NONE, { ...SAVED, afterMs: 1000 }),
      async ({ page, button, cookies, site }) => {
        await button('Accept all').click()
        await page.goto('about:blank')
        assert.equal((await cookies())._cookies_set_offline, 'true')
        while (site.posted.length === 0) await page.waitForTimeout(20)
      },
    )
  })
})

describe('finer categories', () => {
  const config = {
    categories: [
      { id: 'essential', always: true },
      { id: 'performance', classic: 'performance' },
      { id: 'functionality', classic: 'functionality' },
      { id: 'video', title: 'Videos' },
    ],
  } as const

  test('saving one leaves the others as they were', async () => {
    const cookies = { _cookies_accepted: 'performance', _cookies_categories: 'performance.video' }
    await visit({ ...given(NONE), config, cookies }, async ({ read, cookies: kept }) => {
      await read('hallpassConsent.set({ functionality: true })')
      const all = await kept()
      assert.equal(all._cookies_accepted, 'all')
      assert.equal(all._cookies_categories, 'performance.functionality.video')
    })
  })

  test('an old client on another site speaks for the classic ones alone', async () => {
    const cookies = { _cookies_accepted: 'essential', _cookies_categories: 'performance.video' }
    await visit({ ...given(NONE), config, cookies }, async ({ read }) => {
      assert.deepEqual(await read('hallpassConsent.choices()'), {
        performance: false,
        functionality: false,
        video: true,
      })
    })
  })
})
