import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { type Answer, Browser } from '../../../tests/support/browser.ts'
import { createHallpass } from '../../index.ts'
import { oidc } from '../../login.ts'
import { mount, requireLogin } from '../../node.ts'
import { serveGuard } from '../../proxy/server/serve.ts'
import { type Demo, startDemo } from './demo.ts'

describe('the demo', () => {
  let folder: string
  let demo: Demo
  const log: string[] = []
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hallpass-demo-'))
    demo = await startDemo({ port: 0, folder, days: 1, log: (line) => log.push(line) })
  })
  after(async () => {
    await demo.close()
    await rm(folder, { recursive: true })
  })

  const post = (browser: Browser, url: string, form: Record<string, string> = {}) =>
    browser.visit(url, { method: 'POST', form, from: url })

  /** Opens a page that asks for a login, and signs in at the provider. */
  async function signIn(browser: Browser, url: string, account: string): Promise<Answer> {
    const page = await browser.visit(url)
    assert.ok(page.url.startsWith(`${demo.id.url}/interaction/`), page.url)
    return browser.submit(page, { username: account, password: 'demo' })
  }

  test('shows its public pages to everyone', async () => {
    const { id, shop, news, consent } = demo
    const more = [`${shop.url}/cart`, `${shop.url}/cookies`, `${news.url}/cookies`]
    for (const url of [id.url, shop.url, news.url, consent.url, ...more]) {
      const page = await new Browser().visit(url)
      assert.equal(page.status, 200)
      assert.match(page.body, /<h1>/)
      assert.match(String(page.headers['content-security-policy']), /default-src 'none'/)
    }
  })

  const pages = {
    reader: { shop: ['/orders', '/account'], news: ['/reading-list', '/account'] },
    editor: { shop: ['/prices'], news: ['/newsroom'] },
    admin: { shop: ['/customers'], news: ['/desk'] },
  }
  const mayOpen: Record<string, string[]> = {
    reader: ['reader'],
    editor: ['reader', 'editor'],
    admin: ['reader', 'editor', 'admin'],
  }
  for (const [account, kinds] of Object.entries(mayOpen)) {
    for (const site of ['shop', 'news'] as const) {
      test(`opens to ${account} the pages of ${kinds.join(', ')} on ${site}, and no other`, async () => {
        const browser = new Browser()
        const { url } = demo[site]
        const landed = await signIn(browser, `${url}/account`, account)
        assert.equal(landed.url, `${url}/account`)
        for (const [kind, own] of Object.entries(pages)) {
          for (const path of own[site]) {
            const { status } = await browser.visit(url + path)
            assert.equal(status, kinds.includes(kind) ? 200 : 403, path)
          }
        }
      })
    }
  }

  test('names the group that a refused page is for', async () => {
    const browser = new Browser()
    await signIn(browser, `${demo.shop.url}/account`, 'reader')
    const prices = await browser.visit(`${demo.shop.url}/prices?from=mail`)
    assert.match(prices.body, /not in the group <strong>editor<\/strong> that/)
    const desk = await browser.visit(`${demo.news.url}/desk`)
    assert.match(desk.body, /not in the group <strong>admin<\/strong> that/)
  })

  test('takes the cart through the login, and keeps the order', async () => {
    const browser = new Browser()
    await post(browser, `${demo.shop.url}/cart`, { add: 'kettle' })
    const checkout = await signIn(browser, `${demo.shop.url}/checkout`, 'reader')
    assert.match(checkout.body, /1 × Copper kettle/)
    const ordered = await post(browser, `${demo.shop.url}/orders`)
    assert.match(ordered.body, /Thank you! Order \d+ is being packed/)
    assert.match((await browser.visit(`${demo.shop.url}/cart`)).body, /nothing in it yet/)
  })

  test('lets an editor change a price, and says which one was none', async () => {
    const browser = new Browser()
    await signIn(browser, `${demo.shop.url}/prices`, 'editor')
    const bad = await post(browser, `${demo.shop.url}/prices`, { mug: '<b>', honey: '8.10' })
    assert.equal(bad.status, 400)
    assert.match(bad.body, /Not a price/)
    assert.match((await browser.visit(demo.shop.url)).body, /£8\.10/)
  })

  test('signs in to the second site without a password, and out of both at once', async () => {
    const browser = new Browser()
    await signIn(browser, `${demo.shop.url}/account`, 'reader')
    const list = await browser.visit(`${demo.news.url}/reading-list`)
    assert.equal(list.url, `${demo.news.url}/reading-list`)
    const out = await post(browser, `${demo.news.url}/auth/logout`)
    assert.equal(new URL(out.url).origin, demo.news.url)
    for (const url of [`${demo.news.url}/account`, `${demo.shop.url}/account`]) {
      assert.equal(new URL((await browser.visit(url)).url).origin, demo.id.url, url)
    }
  })

  test('comes back with a notice when the sign-in is cancelled', async () => {
    const browser = new Browser()
    const page = await browser.visit(`${demo.news.url}/reading-list`)
    const back = await post(browser, `${page.url}/cancel`)
    assert.equal(new URL(back.url).pathname, '/')
    assert.match(back.body, /You cancelled the sign-in/)
  })

  test("signs in to an app of one's own at http://localhost:3000, and out of it", async () => {
    const url = 'http://localhost:3000'
    const pass = createHallpass({
      baseUrl: url,
      secrets: ['x'.repeat(32)],
      login: oidc({
        issuer: demo.id.url,
        clientId: 'my-app',
        clientSecret: 'my-app-secret',
        scope: 'openid profile groups',
      }),
    })
    const hello = requireLogin()((_request, response, { user }) =>
      response.end(`Hello ${user?.sub}`),
    )
    const site = mount(pass, (request, response, visitor) =>
      request.url === '/page' ? hello(request, response, visitor) : response.end('Welcome'),
    )
    const app = createServer(site).listen(0, '127.0.0.1')
    await once(app, 'listening')
    const address = app.address()
    assert.ok(typeof address === 'object' && address !== null)
    try {
      const browser = new Browser({ [url]: { port: address.port } })
      const landed = await signIn(browser, `${url}/page`, 'reader')
      assert.deepEqual([landed.url, landed.body], [`${url}/page`, 'Hello reader'])
      const out = await post(browser, `${url}/auth/logout`)
      assert.deepEqual([out.url, out.body], [`${url}/`, 'Welcome'])
      assert.notEqual((await browser.visit(`${url}/page`)).url, `${url}/page`)
    } finally {
      app.close()
    }
  })

  for (const url of ['http://localhost:8701', 'http://localhost:3000']) {
    test(`signs in to a guard at ${url}, and out of it`, async () => {
      const app = createServer((request, response) => {
        response.end(`Hello ${request.headers['x-forwarded-user']}`)
      }).listen(0, '127.0.0.1')
      await once(app, 'listening')
      const upstream = app.address()
      assert.ok(typeof upstream === 'object' && upstream !== null)
      const guard = await serveGuard(
        {
          AGS_CLIENT_ISSUER: demo.id.url,
          AGS_CLIENT_ID: 'my-app',
          AGS_CLIENT_SECRET: 'my-app-secret',
          AGS_CLIENT_SESSION_SECRET: 'x'.repeat(32),
          HALLPASS_BASE_URL: url,
          HALLPASS_DEFAULT_ACCESS: 'login',
          HALLPASS_PORT: '0',
          HALLPASS_UPSTREAM: `http://127.0.0.1:${upstream.port}`,
          HALLPASS_ACCESS_LOG: 'off',
        },
        { logger: { info() {}, warn() {}, error() {} } },
      )
      try {
        const browser = new Browser({ [url]: { port: Number(new URL(guard.url).port) } })
        const landed = await signIn(browser, `${url}/page`, 'reader')
        assert.deepEqual([landed.url, landed.body], [`${url}/page`, 'Hello reader'])
        const out = await browser.visit(`${url}/sign-out`, { from: url })
        assert.equal(out.url, `${url}/sign-out`)
        assert.match(out.body, /You are signed out/)
      } finally {
        await guard.close()
        app.close()
      }
    })
  }

  test('shows pages of its own for what is missing and for what is broken', async () => {
    const browser = new Browser()
    for (const { url } of [demo.shop, demo.news]) {
      const missing = await browser.visit(`${url}/no/<b>`)
      assert.equal(missing.status, 404)
      assert.match(missing.body, /<h1>/)
      const huge = await post(browser, `${url}/cart`, { x: 'x'.repeat(20_000) })
      assert.ok(huge.status === 413 || huge.status === 404, String(huge.status))
      assert.match(huge.body, /<h1>/)
    }
  })

  test('tells who signed in and out, and nothing else', () => {
    assert.ok(log.includes('shop: Ada Marsh signed in'))
    assert.ok(log.includes('newspaper: Rita Sand signed out'))
    for (const line of log) {
      assert.match(line, /^(shop|newspaper): [A-Z]\w+ [A-Z]\w+ (signed in|signed out)$/)
    }
  })
})

describe('the demo, started again', () => {
  test('keeps those signed in who were, here and at the provider', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'hallpass-demo-'))
    const quiet = { folder, days: 1, log: () => {} }
    const first = await startDemo({ ...quiet, port: 0 })
    const ports = [first.id.port, first.shop.port, first.news.port]
    await first.close()
    const base = Math.max(...ports) + 1
    const browser = new Browser()
    const before = await startDemo({ ...quiet, port: base })
    const page = await browser.visit(`${before.shop.url}/account`)
    await browser.submit(page, { username: 'admin', password: 'demo' })
    await before.close()
    const again = await startDemo({ ...quiet, port: base })
    try {
      for (const url of [`${again.shop.url}/account`, `${again.news.url}/account`]) {
        const opened = await browser.visit(url)
        assert.equal(opened.url, url)
        assert.match(opened.body, /Ada Marsh/)
      }
    } finally {
      await again.close()
      await rm(folder, { recursive: true })
    }
  })
})
