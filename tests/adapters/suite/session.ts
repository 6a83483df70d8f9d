import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Answer, Browser } from '../../support/browser.ts'
import type { World } from './world.ts'

export function sessionTests(world: World): void {
  const get = (browser: Browser, path: string): Promise<Answer> =>
    browser.send(`${world.plain}${path}`)
  const note = (browser: Browser, size: number): Promise<Answer> =>
    browser.send(`${world.plain}/note?size=${size}`, { method: 'POST', from: world.plain })

  test('the app’s own data lives in the session, and only a change writes a cookie', async () => {
    const browser = await world.signedIn()
    const first = await get(browser, '/count')
    assert.equal(first.json().visits, 1)
    assert.equal(first.headers['x-app'], 'yes')
    assert.equal(first.headers['cache-control'], 'no-store', 'no cache may keep a session')
    assert.ok(
      first.cookies.some((line) => line.startsWith('app=1')),
      'the app’s own cookie',
    )
    assert.ok(
      first.cookies.some((line) => line.startsWith('hallpass=')),
      'the session cookie',
    )
    assert.equal((await get(browser, '/count')).json().visits, 2)
    const unchanged = await get(browser, '/me')
    assert.equal(unchanged.json().session, 1)
    assert.deepEqual(unchanged.cookies, [])
  })

  test('a visitor who is not signed in has a session too', async () => {
    const browser = new Browser()
    await get(browser, '/count')
    assert.equal((await get(browser, '/count')).json().visits, 2)
    assert.equal((await get(browser, '/')).json().sub, null)
  })

  test('a session over 4 KB is kept in several cookies, and shrinks again', async () => {
    const browser = await world.signedIn()
    assert.equal((await note(browser, 6000)).status, 200)
    const large = Object.keys(browser.jar.at(`${world.plain}/`))
    assert.ok(large.filter((name) => name.startsWith('hallpass')).length > 1, large.join())
    assert.equal(String((await get(browser, '/note')).json().note).length, 6000)
    assert.equal((await get(browser, '/me')).json().sub, 'admin')
    await note(browser, 10)
    assert.deepEqual(Object.keys(browser.jar.at(`${world.plain}/`)), ['hallpass'])
    assert.equal(String((await get(browser, '/note')).json().note).length, 10)
  })

  test('a streamed answer carries the session cookie', async () => {
    const browser = await world.signedIn()
    const answer = await get(browser, '/stream')
    assert.equal(answer.body, 'one,two,three')
    assert.ok(answer.cookies.some((line) => line.startsWith('hallpass=')))
    assert.equal((await get(browser, '/count')).json().visits, 2)
  })

  test('a redirect of the app carries the session cookie', async () => {
    const browser = await world.signedIn()
    const answer = await get(browser, '/moved')
    assert.ok(answer.status >= 300 && answer.status < 400, String(answer.status))
    assert.equal(new URL(answer.headers.location ?? '', world.plain).pathname, '/')
    assert.equal((await get(browser, '/count')).json().visits, 2)
  })

  test('an error of the app is its own error page', async () => {
    const browser = await world.signedIn()
    const answer = await get(browser, '/error')
    assert.equal(answer.status, 500)
    const expected = world.target.ownErrorPages ? 2 : 1
    assert.equal((await get(browser, '/count')).json().visits, expected, 'what was committed')
  })

  test('a session cookie that is forged, cut or doubled is nobody, and is cleared', async () => {
    const browser = await world.signedIn()
    const { hallpass = '' } = browser.jar.at(`${world.plain}/`)
    const flipped = hallpass.slice(0, 40) + (hallpass[40] === 'A' ? 'B' : 'A') + hallpass.slice(41)
    for (const value of [flipped, hallpass.slice(0, -8), 'c9999.x', 'c3.abc', '%']) {
      const stranger = new Browser()
      stranger.jar.set(world.plain, 'hallpass', value)
      const answer = await get(stranger, '/')
      assert.equal(answer.status, 200)
      assert.equal(answer.json().sub, null, value)
      assert.deepEqual(stranger.jar.at(`${world.plain}/`), {}, `cleared: ${value}`)
    }
    const doubled = await new Browser().send(`${world.plain}/`, {
      headers: { cookie: `hallpass=${flipped}; hallpass=${hallpass}` },
    })
    assert.equal(doubled.json().sub, null)
    assert.ok(doubled.cookies.some((line) => /^hallpass=;.*Max-Age=0/.test(line)))
  })
}
