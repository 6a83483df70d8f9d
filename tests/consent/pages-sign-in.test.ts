import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { CONSENT, DASHBOARD_KEY, pagesWorld, submit, textOf } from './pages-world.ts'
import { worldOn } from './service-world.ts'

const PAGES = [
  '',
  '/sites',
  '/sites/remove',
  '/policy',
  '/policy/new',
  '/log',
  '/visitor',
  '/chain',
]

describe('the sign-in of the dashboard', () => {
  test('stands before every page, and comes back to the one that was asked for', async (t) => {
    const pages = await pagesWorld(t)
    for (const path of PAGES) {
      const browser = pages.browser()
      const page = await browser.visit(`${CONSENT}/dashboard${path}`)
      assert.match(page.url, /\/dashboard\/sign-in/, path)
      assert.match(textOf(page), /Sign in with the key/)
    }
    const browser = pages.browser()
    const page = await browser.visit(`${CONSENT}/dashboard/log?site=1&before=9`)
    const back = await submit(browser, page, '/dashboard/sign-in', { key: DASHBOARD_KEY })
    assert.equal(back.url, `${CONSENT}/dashboard/log?site=1&before=9`)
    assert.match(browser.jar.at(CONSENT)['__Host-hallpass-dashboard'] ?? '', /^hp1\./)
  })

  test('refuses a wrong key with a plain message, and sets no cookie', async (t) => {
    const pages = await pagesWorld(t)
    const browser = pages.browser()
    const page = await browser.visit(`${CONSENT}/dashboard`)
    for (const key of ['', 'x', `${DASHBOARD_KEY} `, DASHBOARD_KEY.toUpperCase()]) {
      const refused = await submit(browser, page, '/dashboard/sign-in', { key })
      assert.equal(refused.status, 403)
      assert.match(textOf(refused), /This is not the key/)
      if (key !== '') assert.ok(!refused.body.includes(`value="${key}"`))
    }
    assert.deepEqual(browser.jar.at(CONSENT), {})
    assert.ok(!pages.world.log.join('').includes(DASHBOARD_KEY.toUpperCase()))
  })

  test('lets nobody try keys for long', async (t) => {
    const pages = await pagesWorld(t, { limits: { badKeys: { perSecond: 0.1, burst: 3 } } })
    const browser = pages.browser()
    const page = await browser.visit(`${CONSENT}/dashboard`)
    const attempt = (key: string) => submit(browser, page, '/dashboard/sign-in', { key })
    for (let i = 0; i < 3; i++) assert.equal((await attempt('wrong')).status, 403)
    const limited = await attempt(DASHBOARD_KEY)
    assert.equal(limited.status, 429)
    assert.ok(Number(limited.headers['retry-after']) > 0)
    pages.world.clock.time += 11
    assert.equal((await attempt(DASHBOARD_KEY)).status, 200)
  })

  test('leads nowhere else', async (t) => {
    const pages = await pagesWorld(t)
    const others = [
      'https://evil.example',
      '//evil.example',
      '/dashboard/\\evil',
      '/dashboardx',
      '/',
    ]
    for (const to of [...others, '/dashboard/sign-out', '/dashboard\r\nx: y']) {
      const browser = pages.browser()
      const page = await browser.visit(
        `${CONSENT}/dashboard/sign-in?${new URLSearchParams({ to })}`,
      )
      const inside = await submit(browser, page, '/dashboard/sign-in', { key: DASHBOARD_KEY, to })
      assert.equal(inside.url, `${CONSENT}/dashboard`, to)
    }
  })

  test('lasts eight hours, and until the key changes', async (t) => {
    const pages = await pagesWorld(t)
    const { clock, store } = pages.world
    const browser = await pages.staff()
    const log = `${CONSENT}/dashboard/log`
    clock.time += 8 * 3600 - 1
    assert.equal((await browser.visit(log)).url, log)
    clock.time += 1
    assert.match((await browser.visit(log)).url, /sign-in/)
    const other = await worldOn(t, store, { dashboard: { key: 'another-key-of-the-dashboard' } })
    other.clock.time = clock.time - 3600
    const cookie = browser.jar.at(CONSENT)['__Host-hallpass-dashboard'] ?? ''
    const headers = { cookie: `__Host-hallpass-dashboard=${cookie}` }
    assert.equal((await other.request('/dashboard/log', { headers })).status, 303)
  })

  test('ends by the button, not by a link', async (t) => {
    const pages = await pagesWorld(t)
    const browser = await pages.staff()
    const page = await browser.visit(`${CONSENT}/dashboard/sign-out`)
    assert.equal(page.url, `${CONSENT}/dashboard`)
    const out = await submit(browser, page, '/dashboard/sign-out')
    assert.match(out.url, /sign-in$/)
    assert.deepEqual(browser.jar.at(CONSENT), {})
  })

  test('ends also for whoever has a copy of the cookie, and for nobody else', async (t) => {
    const pages = await pagesWorld(t)
    const [browser, colleague] = [await pages.staff(), await pages.staff()]
    const cookie = browser.jar.at(CONSENT)['__Host-hallpass-dashboard'] ?? ''
    const page = await browser.visit(`${CONSENT}/dashboard`)
    await submit(browser, page, '/dashboard/sign-out')
    const statuses = async () => {
      const headers = { cookie: `__Host-hallpass-dashboard=${cookie}` }
      const log = await pages.world.request('/dashboard/log', { headers })
      const signIn = await pages.world.request('/dashboard/sign-in', { headers })
      return [log.status, signIn.status]
    }
    assert.deepEqual(await statuses(), [303, 200])
    // Another one signs out eight hours later: what is remembered is tidied up then.
    pages.world.clock.time += 8 * 3600 - 1
    const log = `${CONSENT}/dashboard/log`
    await submit(colleague, await colleague.visit(log), '/dashboard/sign-out')
    pages.world.clock.time += 2
    assert.deepEqual(await statuses(), [303, 200])
  })

  test('is not there where no dashboard was configured', async (t) => {
    const pages = await pagesWorld(t, { dashboard: undefined })
    for (const path of ['', '/sign-in', '/log', '/sites']) {
      assert.equal((await pages.browser().visit(`${CONSENT}/dashboard${path}`)).status, 404)
    }
  })
})
