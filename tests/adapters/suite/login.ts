import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Browser } from '../../support/browser.ts'
import { SHOP, type World } from './world.ts'

export function loginTests(world: World): void {
  test('a login comes back to the page that was asked for', async () => {
    const page = await world.logIn(new Browser(), `${world.plain}/me?tab=2&q=a%20b`)
    const { origin, pathname, searchParams } = new URL(page.url)
    assert.equal(origin + pathname, `${world.plain}/me`)
    // Next.js writes a space in a query as `+`.
    assert.deepEqual(Object.fromEntries(searchParams), { tab: '2', q: 'a b' })
    assert.equal(page.status, 200)
    assert.equal(page.json().sub, 'admin')
    assert.deepEqual(page.json().groups, ['admin', 'editor'])
  })

  test('a login that the app links to returns to where it says', async () => {
    const page = await world.logIn(new Browser(), `${world.plain}/auth/login?returnTo=/?from=menu`)
    assert.equal(page.url, `${world.plain}/?from=menu`)
    assert.equal(page.json().sub, 'admin')
  })

  test('two tabs log in at once, and each comes to its own page', async () => {
    const browser = new Browser()
    const first = await browser.visit(`${world.plain}/me?tab=1`)
    const second = await browser.visit(`${world.plain}/me?tab=2`)
    const later = await browser.submit(second, { username: 'editor', password: 'demo' })
    assert.equal(later.url, `${world.plain}/me?tab=2`)
    const earlier = await browser.submit(first, { username: 'editor', password: 'demo' })
    assert.equal(earlier.url, `${world.plain}/me?tab=1`)
  })

  test('a form_post answer of the provider signs in, its body parsed by the framework or not', async () => {
    const page = await world.logIn(world.proxied(), `${SHOP}/me?tab=3`)
    assert.equal(page.url, `${SHOP}/me?tab=3`)
    assert.equal(page.json().sub, 'admin')
  })

  test('a callback without a known state is a 400 page, and signs nobody in', async () => {
    const browser = new Browser()
    for (const query of ['', '?code=x', '?code=x&state=y', '?code=x&state=y&state=z']) {
      const page = await browser.send(`${world.plain}/auth/callback${query}`)
      assert.equal(page.status, 400, query)
      assert.match(page.headers['content-type'] ?? '', /^text\/html/)
    }
    assert.deepEqual(browser.jar.at(`${world.plain}/`), {})
  })

  test('a form_post with a repeated field is a 400 page', async () => {
    const form = new URLSearchParams('code=x&state=y&state=z')
    const options = { method: 'POST', form, from: 'http://id.localhost' }
    const page = await world.proxied().send(`${SHOP}/auth/callback`, options)
    assert.equal(page.status, 400)
  })

  test('/auth/session tells a script who is signed in', async () => {
    const browser = await world.signedIn('editor')
    const address = `${world.plain}/auth/session`
    const known = await browser.send(address, { mode: 'cors', from: world.plain })
    assert.deepEqual(known.json().groups, ['editor'])
    assert.equal(known.json().signedIn, true)
    const stranger = await new Browser().send(address, { mode: 'cors', from: world.plain })
    assert.equal(stranger.json().signedIn, false)
  })
}
