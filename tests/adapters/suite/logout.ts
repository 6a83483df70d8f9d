import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SHOP, type World } from './world.ts'

export function logoutTests(world: World): void {
  test('a logout ends the session here and at the provider', async () => {
    const browser = await world.signedIn()
    const post = { method: 'POST', form: { returnTo: '/' }, from: `${world.plain}/` }
    const end = await browser.visit(`${world.plain}/auth/logout`, post)
    assert.equal(new URL(end.url).origin, world.plain)
    assert.equal(end.status, 200)
    assert.deepEqual(browser.jar.at(`${world.plain}/`), {})
    const again = await browser.visit(`${world.plain}/me`)
    assert.match(again.body, /name="password"/, 'the provider asks again')
  })

  test('a logout whose form the framework has parsed works behind a proxy', async () => {
    const browser = world.proxied()
    await world.logIn(browser, `${SHOP}/me`)
    assert.deepEqual(Object.keys(browser.jar.at(`${SHOP}/`)), ['__Host-hallpass'])
    const post = { method: 'POST', form: { returnTo: '/' }, from: `${SHOP}/` }
    const end = await browser.visit(`${SHOP}/auth/logout`, post)
    assert.equal(new URL(end.url).origin, SHOP)
    assert.deepEqual(browser.jar.at(`${SHOP}/`), {})
  })

  test('a logout from another site is refused', async () => {
    const browser = await world.signedIn()
    const { hallpass = '' } = browser.jar.at(`${world.plain}/`)
    const answer = await browser.send(`${world.plain}/auth/logout`, {
      method: 'POST',
      form: {},
      from: 'https://evil.example',
      headers: { cookie: `hallpass=${hallpass}` },
    })
    assert.equal(answer.status, 403)
    assert.equal((await browser.send(`${world.plain}/me`)).status, 200)
  })

  test('a GET from another site logs nobody out', async () => {
    const browser = await world.signedIn()
    await browser.send(`${world.plain}/auth/logout`, { from: 'https://evil.example' })
    assert.equal((await browser.send(`${world.plain}/me`)).status, 200)
  })
}
