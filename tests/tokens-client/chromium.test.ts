/** The client in Chromium: many requests, tabs, sessions that are ended, redirects. */
import assert from 'node:assert/strict'
import { after, afterEach, before, beforeEach, describe, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { inProfile, launch } from '../e2e/chromium.ts'
import { bundle } from './bundle.ts'
import { una } from './clients.ts'
import { type ClientWorld, clientWorld } from './service.ts'

const PAGE = `<!doctype html><title>Client</title><script type="module">
  import { createTokenClient } from '/client.js'
  window.ended = 0
  window.changes = 0
  window.ahead = 0
  window.client = createTokenClient({
    baseUrl: location.origin,
    now: () => Date.now() / 1000 + ahead,
    onLoginRequired: () => { ended += 1 },
    ...(location.search === '' && { storage: localStorage }),
  })
  client.onChange(() => { changes += 1 })
  window.many = async (count) => {
    const all = await Promise.all(Array.from({ length: count }, () => client.fetch('/me')))
    return all.map(({ status }) => status).join()
  }
</script>`

let browser: Browser
let script: string
let world: ClientWorld
before(async () => {
  script = (await bundle()).text
  browser = await launch()
})
after(() => browser?.close())
beforeEach(async () => {
  world = await clientWorld()
  world.files.set('/', { type: 'text/html', text: PAGE })
  world.files.set('/?memory', { type: 'text/html', text: PAGE })
  world.files.set('/client.js', { type: 'text/javascript', text: script })
})
afterEach(() => world.close())

async function open(page: Page, path = '/'): Promise<Page> {
  await page.goto(world.origin + path)
  await page.waitForFunction('window.many !== undefined')
  return page
}
const logIn = (page: Page) => page.evaluate(`client.login(${JSON.stringify(una)})`)
const many = (page: Page, count: number) => page.evaluate(`many(${count})`)
const until = (page: Page, condition: string) => page.waitForFunction(condition)
const renewals = () => world.count('POST /renew')

/** The tokens run out, at the service and for the pages. */
async function runsOut(...pages: Page[]): Promise<void> {
  world.service.clock.time += 3600
  for (const page of pages) await page.evaluate('ahead += 3600')
}

describe('in Chromium', () => {
  for (const path of ['/', '/?memory']) {
    test(`${path}: fifty requests at once over an expired token make one renewal`, async () => {
      await inProfile(browser, async (page) => {
        await logIn(await open(page, path))
        await runsOut(page)
        assert.equal(await many(page, 50), Array(50).fill(200).join())
        assert.equal(renewals(), 1)
        world.service.clock.time += 3600
        assert.equal(await many(page, 50), Array(50).fill(200).join(), 'after a 401 of each')
        assert.equal(renewals(), 2)
      })
    })
  }

  test('two tabs do not fight', async () => {
    await inProfile(browser, async (page, context) => {
      const other = await open(await context.newPage())
      await logIn(await open(page))
      await until(other, 'client.signedIn && changes === 1')
      for (let round = 1; round <= 5; round += 1) {
        await runsOut(page, other)
        const both = await Promise.all([many(page, 25), many(other, 25)])
        assert.deepEqual(both, Array(2).fill(Array(25).fill(200).join()))
        assert.equal(renewals(), round)
      }
      assert.equal((await world.service.refreshTokens.list('una')).length, 1)
      assert.deepEqual([await page.evaluate('ended'), await other.evaluate('ended')], [0, 0])
    })
  })

  test('a session that was revoked ends both tabs, once each', async () => {
    await inProfile(browser, async (page, context) => {
      const other = await open(await context.newPage())
      await logIn(await open(page))
      await until(other, 'client.signedIn')
      await world.service.refreshTokens.endAll('una')
      assert.equal(await many(page, 10), Array(10).fill(401).join())
      for (const tab of [page, other]) {
        await until(tab, 'ended === 1 && !client.signedIn')
        const refused = tab.evaluate("client.fetch('/me').catch((error) => error.code)")
        assert.equal(await refused, 'login_required')
      }
      assert.equal(renewals(), 1)
      assert.equal(await page.evaluate('localStorage.length'), 0)
    })
  })

  test('a logout is one in all tabs, and a login too', async () => {
    await inProfile(browser, async (page, context) => {
      const other = await open(await context.newPage())
      await logIn(await open(page))
      await until(other, 'client.signedIn')
      assert.equal(await page.evaluate('client.logout()'), true)
      await until(other, 'ended === 1 && client.claims === undefined')
      assert.equal(await page.evaluate('ended'), 0)
      await logIn(other)
      await until(page, "client.claims?.sub === 'una' && changes === 3")
      assert.equal(await many(page, 3), '200,200,200')
    })
  })

  test('a page that is loaded again is signed in at once; one in memory is not', async () => {
    await inProfile(browser, async (page) => {
      await logIn(await open(page))
      assert.equal(await (await open(page)).evaluate('client.signedIn'), true)
      await logIn(await open(page, '/?memory'))
      assert.equal(await (await open(page, '/?memory')).evaluate('client.signedIn'), false)
    })
  })

  test('a tab that is closed amid its renewal holds no other one up', async () => {
    await inProfile(browser, async (page, context) => {
      const other = await open(await context.newPage())
      await logIn(await open(page))
      await until(other, 'client.signedIn')
      await runsOut(page, other)
      const asked = Promise.withResolvers<void>()
      world.instead = (req) => {
        if (req.url !== '/renew' || renewals() > 1) return false
        asked.resolve()
        // It is never answered.
        return true
      }
      await page.evaluate("void client.fetch('/me').catch(() => {})")
      await asked.promise
      const waiting = many(other, 5)
      await page.close()
      assert.equal(await waiting, '200,200,200,200,200')
      assert.equal(renewals(), 2)
    })
  })

  test('after a redirect to another origin there is no token', async () => {
    const elsewhere = await clientWorld()
    const seen: (string | undefined)[] = []
    elsewhere.instead = (req, res) => {
      seen.push(req.headers.authorization, req.headers['access-control-request-headers'])
      // It would even be allowed to have it.
      const allowed = { 'access-control-allow-origin': '*', 'access-control-allow-headers': '*' }
      return Boolean(res.writeHead(200, allowed).end('there'))
    }
    try {
      await inProfile(browser, async (page) => {
        await logIn(await open(page))
        world.instead = (req, res) =>
          req.url === '/away' &&
          Boolean(res.writeHead(307, { location: `${elsewhere.origin}/there` }).end())
        await page.evaluate("client.fetch('/away').catch(() => {})")
        assert.ok(seen.length > 0)
        assert.ok(seen.every((header) => !header?.startsWith('Bearer')))
      })
    } finally {
      await elsewhere.close()
    }
  })
})
