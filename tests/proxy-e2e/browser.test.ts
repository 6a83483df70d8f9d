/** In Chromium: a Python app and a live one, behind the guard. */
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { inProfile, launch, signIn } from '../e2e/chromium.ts'
import { GuardProgram } from '../proxy/serve-program.ts'
import { startLiveApp } from './live-app.ts'
import { startGuard, startPython, type World } from './world.ts'

const program = new GuardProgram()
let browser: Browser
let world: World
let apps: { url: string; close(): Promise<void> }[]

before(async () => {
  browser = await launch()
  apps = [await startPython(), await startLiveApp()]
  const [python, live] = apps.map(({ url }) => url)
  const config = { upstreams: [{ url: python }, { url: live, path: '/live/*' }] }
  world = await startGuard(program, {
    HALLPASS_CONFIG: program.file('hallpass.config.json', JSON.stringify(config)),
    HALLPASS_RULES: '/open public; /staff/* group=editor',
    HALLPASS_THEME_NAME: 'Harbour Books',
    HALLPASS_THEME_CONTACT: 'help@harbour.example',
    AGS_CLIENT_FEATURE_FLAG_DEFAULT: 'true',
  })
})

after(async () => {
  await browser.close()
  await world.close()
  for (const app of apps) await app.close()
})

const text = (page: Page, selector: string) => page.locator(selector).textContent()

async function signedIn(page: Page, account: string, path = '/'): Promise<void> {
  await page.goto(`${world.url}${path}`)
  await signIn(page, account)
  await page.waitForURL(`${world.url}${path}`)
}

describe('a Python app behind the guard, in Chromium', () => {
  test('a visitor signs in, and the app is told who it is, and nothing of the session', async () => {
    await inProfile(browser, async (page) => {
      await signedIn(page, 'editor', '/account?page=2')
      assert.equal(await text(page, 'h1'), 'Python at /account')
      assert.equal(await text(page, '#user'), 'editor')
      assert.equal(await text(page, '#email'), 'edwin@harbour.example')
      assert.equal(await text(page, '#groups'), 'editor')
      assert.ok(!(await text(page, '#cookies'))?.includes('ags_client_session'))
    })
  })

  test('an open page is for strangers, who cannot say that they are somebody', async () => {
    await inProfile(browser, async (page) => {
      await page.setExtraHTTPHeaders({ 'x-forwarded-user': 'admin', x_forwarded_user: 'admin' })
      await page.goto(`${world.url}/open`)
      assert.equal(await text(page, 'h1'), 'Python at /open')
      assert.equal(await text(page, '#user'), '-')
    })
  })

  test('who is not in the group gets the themed page, and nothing of the app', async () => {
    await inProfile(browser, async (page) => {
      await signedIn(page, 'reader')
      const answer = await page.goto(`${world.url}/staff/list`)
      assert.equal(answer?.status(), 403)
      const shown = (await page.locator('body').textContent()) ?? ''
      assert.match(shown, /Harbour Books/)
      assert.match(shown, /help@harbour\.example/)
      assert.ok(!shown.includes('Python'))
    })
    await inProfile(browser, async (page) => {
      await signedIn(page, 'editor', '/staff/list')
      assert.equal(await text(page, 'h1'), 'Python at /staff/list')
    })
  })

  test('signing out ends the session here and at the provider', async () => {
    await inProfile(browser, async (page) => {
      await signedIn(page, 'reader')
      await page.getByRole('link', { name: 'Sign out' }).click()
      await page.waitForURL((url) => url.origin === world.url && url.pathname === '/sign-out')
      const left = await page.context().cookies(world.url)
      assert.ok(!left.some(({ name }) => name.includes('ags_client_session')))
      await page.goto(`${world.url}/account`)
      assert.equal(new URL(page.url()).origin, world.issuer)
      assert.equal(await page.locator('input[name=password]').count(), 1, 'the provider asks again')
    })
  })

  test('a visitor who switches the flag off sees the app as if nothing stood before it', async () => {
    await inProfile(browser, async (page) => {
      await page.goto(`${world.url}/toggle-feature/ags_client_active`)
      await page.goto(`${world.url}/staff/list`)
      assert.equal(await text(page, 'h1'), 'Python at /staff/list')
      assert.equal(await text(page, '#user'), '-')
      await page.goto(`${world.url}/sign-out`)
      assert.equal(await text(page, 'h1'), 'Python at /sign-out')
    })
  })
})

describe('a live app behind the guard, in Chromium', () => {
  test('a page speaks over a WebSocket, and reads events as they come', async () => {
    await inProfile(browser, async (page) => {
      await signedIn(page, 'reader')
      const heard = await page.evaluate(async () => {
        const next = (target: EventTarget) =>
          new Promise<string>((resolve, reject) => {
            target.addEventListener(
              'message',
              (event) => {
                resolve(event instanceof MessageEvent ? String(event.data) : '')
              },
              { once: true },
            )
            target.addEventListener('error', () => reject(new Error('no connection')), {
              once: true,
            })
          })
        const events = new EventSource('/live/events')
        const first = await next(events)
        const socket = new WebSocket(`ws://${location.host}/live/echo`)
        const hello = await next(socket)
        const second = next(events)
        const echo = next(socket)
        socket.send('ahoy')
        const all = [first, hello, await echo, await second]
        events.close()
        socket.close()
        return all
      })
      assert.deepEqual(heard, ['for reader', 'hello reader', 'ahoy', 'second'])
    })
  })

  test('a stranger gets no WebSocket', async () => {
    await inProfile(browser, async (page) => {
      await page.goto(`${world.url}/open`)
      const ended = await page.evaluate(
        () =>
          new Promise<string>((resolve) => {
            const socket = new WebSocket(`ws://${location.host}/live/echo`)
            socket.addEventListener('open', () => resolve('open'))
            socket.addEventListener('error', () => resolve('refused'))
          }),
      )
      assert.equal(ended, 'refused')
    })
  })
})
