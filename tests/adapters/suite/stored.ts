/** Sessions in a store, in every adapter. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Answer, Browser } from '../../support/browser.ts'
import type { World } from './world.ts'

export function storedTests(world: World): void {
  const get = (browser: Browser, path: string): Promise<Answer> =>
    browser.send(`${world.stored}${path}`)
  const post = (browser: Browser, path: string): Promise<Answer> =>
    browser.send(`${world.stored}${path}`, { method: 'POST', from: world.stored, mode: 'cors' })
  const idOf = (browser: Browser) => browser.jar.at(`${world.stored}/`).hallpass
  const signedIn = async (account = 'admin'): Promise<Browser> => {
    const browser = new Browser()
    await world.logIn(browser, `${world.stored}/me`, account)
    return browser
  }
  const isOurs = (line: string) => line.startsWith('hallpass=')

  test('stored: the cookie is a random id, set once, and what changed is there at once', async () => {
    const browser = await signedIn()
    const id = idOf(browser)
    assert.match(id ?? '', /^[\w-]{43}$/)
    const large = await post(browser, '/note?size=20000')
    assert.equal(large.status, 200)
    assert.deepEqual(large.cookies, [])
    for (const visits of [1, 2, 3]) {
      const answer = await get(browser, '/count')
      assert.equal(answer.json().visits, visits)
      assert.equal(answer.headers['x-app'], 'yes')
      assert.deepEqual(answer.cookies.filter(isOurs), [])
    }
    assert.equal(String((await get(browser, '/note')).json().note).length, 20_000)
    assert.equal(idOf(browser), id)
  })

  test('stored: streams, redirects and error pages wait for the store', async () => {
    const browser = new Browser()
    const stream = await get(browser, '/stream')
    assert.equal(stream.body, 'one,two,three')
    assert.equal(stream.cookies.filter(isOurs).length, 1)
    const moved = await get(browser, '/moved')
    assert.equal(new URL(moved.headers.location ?? '', world.stored).pathname, '/')
    assert.equal((await get(browser, '/error')).status, 500)
    assert.equal((await get(browser, '/count')).json().visits, 4)
  })

  test('stored: a login has a new id, and the one before is dead', async () => {
    const browser = new Browser()
    await get(browser, '/count')
    const before = idOf(browser)
    await world.logIn(browser, `${world.stored}/me`)
    assert.notEqual(idOf(browser), before)
    const old = new Browser()
    old.jar.set(world.stored, 'hallpass', before ?? '')
    assert.equal((await get(old, '/')).json().session, 0)
    assert.equal(idOf(old), before, 'not cleared: the browser may have the next one by now')
  })

  test('stored: a logout ends a copy of the cookie, too', async () => {
    const browser = await signedIn()
    const copy = new Browser()
    copy.jar.set(world.stored, 'hallpass', idOf(browser) ?? '')
    assert.equal((await get(copy, '/me')).json().sub, 'admin')
    await browser.visit(`${world.stored}/auth/logout`, {
      method: 'POST',
      form: { returnTo: '/' },
      from: `${world.stored}/`,
    })
    assert.equal((await get(copy, '/')).json().sub, null)
  })

  test('stored: a user sees their sessions, ends one, and ends all', async () => {
    const [one, other, stranger] = [
      await signedIn('editor'),
      await signedIn('editor'),
      await signedIn('reader'),
    ]
    const { devices } = (await get(one, '/devices')).json()
    assert.ok(Array.isArray(devices))
    const own = devices.filter(({ current }) => current)
    assert.equal(own.length, 1)
    assert.ok(devices.length >= 2)
    assert.equal((await post(stranger, `/devices/end?id=${own[0].id}`)).json().ended, false)
    assert.equal((await post(other, `/devices/end?id=${own[0].id}`)).json().ended, true)
    assert.equal((await get(one, '/')).json().sub, null)
    assert.equal((await get(other, '/')).json().sub, 'editor')
    assert.ok(Number((await post(other, '/devices/end')).json().ended) >= 1)
    assert.equal((await get(other, '/')).json().sub, null)
    assert.equal((await get(stranger, '/')).json().sub, 'reader')
  })

  test('stored: what the store did not take is 503, and the app’s answer is not sent', async () => {
    const browser = await signedIn()
    const operator = new Browser()
    try {
      await post(operator, '/store?down=writes')
      for (const path of ['/count', '/stream', '/moved']) {
        const answer = await browser.send(`${world.stored}${path}`, {
          mode: 'cors',
          from: world.stored,
        })
        assert.equal(answer.status, 503, path)
        assert.equal(answer.json().code, 'store_unavailable')
        assert.equal(answer.headers['x-app'], undefined)
        assert.deepEqual(answer.cookies, [])
      }
      assert.equal((await get(browser, '/me')).json().sub, 'admin')
    } finally {
      await post(operator, '/store')
    }
    assert.equal((await get(browser, '/count')).json().visits, 1)
  })

  test('stored: without the store guarded pages are 503, and public ones go on', async () => {
    const browser = await signedIn()
    const operator = new Browser()
    try {
      await post(operator, '/store?down=all')
      for (const path of ['/me', '/guarded/page']) {
        assert.equal((await get(browser, path)).status, 503, path)
      }
      const open = await get(browser, '/')
      assert.equal(open.json().sub, null)
      assert.deepEqual(open.cookies, [])
    } finally {
      await post(operator, '/store')
    }
    assert.equal((await get(browser, '/me')).json().sub, 'admin')
  })
}
