import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { pageRoutes } from '../../src/consent-service/pages/routes.ts'
import type { Answer } from '../support/browser.ts'
import { readForms } from '../support/forms.ts'
import { CONSENT, type PagesWorld, pagesWorld, submit } from './pages-world.ts'

const POLICY =
  "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
const EVIL = `"><script>alert(1)</script><img src=x onerror='alert(2)'>`

/** Every page with a visitor on it, and a site and a policy that try to be HTML. */
async function everyPage(pages: PagesWorld): Promise<readonly Answer[]> {
  const { store } = pages.world
  const { site } = await pages.world.addSite(`https://shop.example/${EVIL}`)
  await store.addPolicy({
    text: EVIL,
    categories: [{ id: 'video', title: EVIL, description: EVIL }],
    material: true,
    at: 1,
  })
  const { browser, visitor } = await pages.visitor(await pages.shop())
  await store.know(visitor, site.id, 2)
  const choices = { video: true, [EVIL]: true }
  const change = { visitor, site: site.id, choices, act: 'saved', policy: 1 } as const
  await store.record({ ...change, policyShown: true, at: 3 })
  const staff = await pages.staff()
  const query = { '/dashboard/sites/remove': site.id, '/dashboard/visitor': visitor }
  const ids: Record<string, string> = { ...query, '/dashboard/visitor/delete': visitor }
  const found: Answer[] = []
  for (const path of pageRoutes.keys()) {
    if (path.endsWith('.css') || path.endsWith('/receipt')) continue
    const id = ids[path] === undefined ? '' : `?id=${ids[path]}`
    const who = path.startsWith('/dashboard') ? staff : browser
    found.push(await who.visit(CONSENT + path + id))
  }
  found.push(await staff.visit(`${CONSENT}/dashboard/log?visitor=${encodeURIComponent(EVIL)}`))
  found.push(await staff.visit(`${CONSENT}/dashboard/visitor?id=${encodeURIComponent(EVIL)}`))
  found.push(
    await pages.browser().visit(`${CONSENT}/dashboard/sign-in?to=${encodeURIComponent(EVIL)}`),
  )
  const draft = await staff.visit(`${CONSENT}/dashboard/policy/new`)
  const fields = { text: EVIL, change: 'wording', title: EVIL, description: EVIL, kind: '' }
  const action = '/dashboard/policy/new'
  found.push(await submit(staff, draft, action, { ...fields, id: 'video2', step: 'preview' }))
  found.push(await submit(staff, draft, action, { ...fields, id: EVIL, step: 'preview' }))
  const sites = await staff.visit(`${CONSENT}/dashboard/sites`)
  found.push(await submit(staff, sites, '/dashboard/sites', { origin: EVIL, callback: EVIL }))
  return found
}

describe('every page', () => {
  test('holds nothing that another wrote as HTML, and nothing inline', async (t) => {
    for (const page of await everyPage(await pagesWorld(t))) {
      assert.ok([200, 400, 404].includes(page.status), `${page.url}: ${page.status}`)
      assert.doesNotMatch(page.body, /<script|<img|<style|<iframe/i, page.url)
      assert.doesNotMatch(page.body, /<[^>"']*(?:"[^"]*"[^>"']*)*\s(?:style|on\w+)=/i, page.url)
      assert.match(page.headers['content-type'] ?? '', /^text\/html/)
      assert.equal(page.headers['content-security-policy'], POLICY, page.url)
      assert.equal(page.headers['cache-control'], 'no-store')
      assert.equal(page.headers['x-content-type-options'], 'nosniff')
    }
  })

  test('has a title, a language, one heading, labels and captions', async (t) => {
    for (const page of await everyPage(await pagesWorld(t))) {
      const { body, url } = page
      assert.match(body, /<html lang="en">/)
      assert.match(body, /<title>[^<]+ · Example &amp; Co<\/title>/, url)
      assert.equal(body.match(/<h1/g)?.length, 1, url)
      assert.match(body, /<a class="skip" href="#main">/)
      assert.equal(body.match(/<table/g)?.length, body.match(/<caption/g)?.length, url)
      const ids = [...body.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id)
      assert.equal(new Set(ids).size, ids.length, `${url} has an id twice`)
      for (const [, field] of body.matchAll(/<(?:input|select|textarea)\b[^>]*\sid="([^"]+)"/g)) {
        assert.ok(body.includes(`<label for="${field}"`), `${url}: ${field} has no label`)
      }
    }
  })

  test('answers HEAD as GET, and no other method', async (t) => {
    const { world } = await pagesWorld(t)
    for (const [path, { methods }] of pageRoutes) {
      const [got, head] = [await world.request(path), await world.request(path, { method: 'HEAD' })]
      assert.equal(head.status, got.status, path)
      assert.equal(await head.text(), '')
      assert.equal(head.headers.get('content-type'), got.headers.get('content-type'))
      assert.equal((await world.request(path, { method: 'PUT' })).status, 405)
      const posted = await world.request(path, { method: 'POST' })
      if (!methods.includes('POST')) assert.equal(posted.status, 405, path)
    }
  })

  test('loads its style under an address that changes with it, for good', async (t) => {
    const pages = await pagesWorld(t)
    const page = await pages.browser().visit(`${CONSENT}/`)
    const [, address = ''] = /<link rel="stylesheet" href="([^"]+)">/.exec(page.body) ?? []
    const sheet = await pages.world.request(address)
    assert.equal(sheet.headers.get('content-type'), 'text/css; charset=utf-8')
    assert.match(sheet.headers.get('cache-control') ?? '', /immutable/)
    assert.match(await sheet.text(), /prefers-reduced-motion/)
    const other = await pages.world.request('/pages.css?v=other')
    assert.equal(other.headers.get('cache-control'), 'no-cache')
  })
})

describe('every form', () => {
  test('is refused from another site, without its token, and with that of another', async (t) => {
    const pages = await pagesWorld(t)
    const shop = await pages.shop()
    const { store } = pages.world
    const [mine, theirs] = [await pages.visitor(shop), await pages.visitor(shop)]
    const [staff, other] = [await pages.staff(), await pages.staff()]
    const foreign = readForms((await theirs.browser.visit(`${CONSENT}/choices`)).body, CONSENT)
    const stolen = readForms((await other.visit(`${CONSENT}/dashboard/chain`)).body, CONSENT)
    const tokens = ['', 'x', foreign[0]?.fields.token ?? '', stolen.at(-1)?.fields.token ?? '']
    const before = await store.counts()
    const posts = [...pageRoutes].filter(([, { methods }]) => methods.includes('POST'))
    for (const [path] of posts) {
      if (path === '/dashboard/sign-in') continue
      const who = path.startsWith('/dashboard') ? staff : mine.browser
      const page = `${CONSENT}/dashboard/chain`
      const own = readForms((await staff.visit(page)).body, CONSENT).at(-1)?.fields.token ?? ''
      const fields = { act: 'accept_all', policy: '0', id: shop.site.id, grace: '0' }
      const send = (token: string, from: string) =>
        who.send(CONSENT + path, { method: 'POST', form: { ...fields, token }, from })
      for (const token of tokens) {
        const answer = await send(token, `${CONSENT}/choices`)
        assert.equal(answer.status, 403, `${path} took ${token.slice(0, 9)}`)
      }
      // SameSite keeps the cookie back; one that does come is refused all the same.
      const answer = await who.send(CONSENT + path, {
        method: 'POST',
        form: { ...fields, token: own },
        headers: { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' },
      })
      assert.equal(answer.status, 403, path)
    }
    assert.deepEqual(await store.counts(), before)
    assert.equal((await store.sites()).length, 1)
    assert.equal((await store.keys(shop.site.id)).length, 1)
  })

  test('is refused as anything but a form, and when it is too large', async (t) => {
    const pages = await pagesWorld(t)
    const { browser } = await pages.visitor(await pages.shop())
    const post = (headers: Record<string, string>, body: string) =>
      browser.send(`${CONSENT}/choices`, { method: 'POST', headers, body, from: CONSENT })
    assert.equal((await post({ 'content-type': 'application/json' }, '{}')).status, 400)
    const type = { 'content-type': 'application/x-www-form-urlencoded' }
    assert.equal((await post(type, `token=${'x'.repeat(20_000)}`)).status, 413)
    assert.equal((await post(type, 'token=a&token=b')).status, 400)
  })
})
