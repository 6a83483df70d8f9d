/** A state cookie that another site of the domain planted, with a code that fits it. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { COMING_BACK, ourService, type SiteAnswer, siteOf, type TestSite } from './site-world.ts'

const LOCAL = { baseUrl: 'http://shop.localhost:3000' }

/** An attacker's own way to the service: the state, and the cookie that fits it. */
async function attackersWay(attacker: TestSite): Promise<{ state: string; cookie: string }> {
  const answer = await attacker.init()
  const line = answer.cookies.find((one) => one.includes('_cookies_state=')) ?? ''
  const url = new URL(String(answer.json().redirect_url))
  return { state: url.searchParams.get('state') ?? '', cookie: line.split(';', 1)[0] ?? '' }
}

function comeBack(site: TestSite, state: string, cookie: string): Promise<SiteAnswer> {
  const headers = { ...COMING_BACK, cookie }
  return site.ask(`/_cookies/callback?code=planted&state=${state}&return_uri=%2F`, { headers })
}

const binds = ({ cookies }: SiteAnswer): boolean =>
  cookies.some((line) => line.startsWith('_cookies_auth_token='))

test('on https only the host itself can set it, and no other name counts', async (t) => {
  const url = await ourService().listen(t)
  const { state, cookie } = await attackersWay(siteOf(t, url))
  assert.match(cookie, /^__Host-_cookies_state=hp1\./)
  const value = cookie.slice(cookie.indexOf('=') + 1)
  // What a sibling can set: any name but one with this prefix.
  for (const name of [
    '__Secure-_cookies_state',
    '_cookies_state',
    '__Secure-__Host-_cookies_state',
  ]) {
    assert.ok(!binds(await comeBack(siteOf(t, url), state, `${name}=${value}`)), name)
  }
})

test('two of the name are none', async (t) => {
  const url = await ourService().listen(t)
  for (const options of [{}, LOCAL]) {
    const { state, cookie } = await attackersWay(siteOf(t, url, {}, options))
    const site = siteOf(t, url, {}, options)
    const own = await attackersWay(site)
    for (const both of [`${cookie}; ${own.cookie}`, `${own.cookie}; a=1; ${cookie}`]) {
      assert.ok(!binds(await comeBack(site, state, both)), both)
      assert.ok(!binds(await comeBack(site, own.state, both)), both)
    }
    assert.ok(binds(await comeBack(site, own.state, own.cookie)))
  }
})

test('none is made to last longer by asking again', async (t) => {
  const url = await ourService().listen(t)
  for (const options of [{}, LOCAL]) {
    const site = siteOf(t, url, {}, options)
    const first = await attackersWay(site)
    site.clock.time += 9
    const second = await site.init()
    assert.ok(String(second.json().redirect_url).includes(first.state), 'of another tab')
    assert.deepEqual(second.cookies, [], 'it lasts as long as it did')
    site.clock.time += 1
    const stuck = await site.init()
    assert.equal(stuck.json().action, 'none', 'who did not come back is asked here')
    assert.deepEqual(stuck.cookies, [])
    site.clock.time += 591
    const third = await attackersWay(site)
    assert.notEqual(third.state, first.state)
    assert.ok(!binds(await comeBack(site, first.state, first.cookie)), 'ten minutes are over')
    assert.ok(binds(await comeBack(site, third.state, third.cookie)))
  }
})
