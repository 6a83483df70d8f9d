/** The way back from the service: bound to the browser, and only ever to a page of the site. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { HeaderList } from '../../src/http/exchange.ts'
import { COMING_BACK, ourService, siteOf, type TestSite } from './site-world.ts'

/** A while later: the mark that keeps visitors from going in a circle is gone. */
const NOT_ATTEMPTED: HeaderList = [['set-cookie', '_cookies_redirect_attempted=; Max-Age=0']]

/** The state of a browser that was sent out. */
async function sentOut(site: TestSite): Promise<string> {
  const { redirect_url: url } = (await site.init()).json()
  return new URL(String(url)).searchParams.get('state') ?? ''
}

function isBound(site: TestSite): boolean {
  return site.browser.get('_cookies_auth_token') !== ''
}

describe('a callback', () => {
  test('of the browser that was sent out binds it, once', async (t) => {
    const service = ourService()
    const site = siteOf(t, await service.listen(t))
    const answer = await site.init()
    const url = String(answer.json().redirect_url)
    assert.match(url, /\/api\/v1\/cookies\/session\?state=[\w-]{43}&return_uri=$/)
    assert.equal(answer.json().policy, 3)
    assert.match(
      answer.cookies.join(),
      /^__Host-_cookies_state=hp1\.[\w-]+; Max-Age=600; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    )
    const state = new URL(url).searchParams.get('state') ?? ''
    assert.ok(!answer.cookies.join().includes(state), 'what the browser keeps is sealed')

    const back = await site.callback(`code=c0de&state=${state}&return_uri=%2Fcart%3Fitem%3D1`)
    assert.equal(back.status, 302)
    assert.equal(back.header('location'), '/cart?item=1')
    assert.equal(
      back.header('cache-control'),
      'no-store, no-cache, must-revalidate, private',
      'no cache may keep a cookie',
    )
    assert.equal(back.header('pragma'), 'no-cache')
    const [attempted = '', auth = '', ended = ''] = back.cookies
    assert.equal(
      attempted,
      '_cookies_redirect_attempted=1; Max-Age=300; Path=/; HttpOnly; Secure; SameSite=Lax',
    )
    assert.match(
      auth,
      /^_cookies_auth_token=[\w.-]+; Max-Age=31536000; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    )
    assert.match(ended, /^__Host-_cookies_state=; Max-Age=0; Path=\/; HttpOnly; Secure/)
    assert.deepEqual(JSON.parse(service.calls('/api/v1/token')[0]?.body ?? ''), { code: 'c0de' })

    const again = await site.callback(`code=c0de&state=${state}&return_uri=%2F`)
    assert.equal(again.status, 302)
    assert.equal(service.calls('/api/v1/token').length, 1, 'the state is spent')
  })

  test('with a planted code binds nobody', async (t) => {
    const service = ourService()
    const url = await service.listen(t)
    const site = siteOf(t, url)
    const attacker = siteOf(t, url)
    const foreign = await sentOut(attacker)
    const planted = ['', 'state=', 'state=x', `state=${foreign}`, `state=${'a'.repeat(43)}`]
    for (const sentBefore of [false, true]) {
      site.browser.apply(NOT_ATTEMPTED)
      const own = sentBefore ? await sentOut(site) : ''
      const doubled = own === '' ? [] : [`state=${own}&state=${own}`]
      for (const state of [...planted, ...doubled]) {
        const answer = await site.callback(`code=planted&${state}&return_uri=%2Fpage`)
        assert.equal(answer.status, 302)
        assert.equal(answer.header('location'), '/page')
        assert.ok(!isBound(site), state)
      }
    }
    assert.equal(service.calls('/api/v1/token').length, 0)
    assert.match(site.log.text, /not started by this browser/)
    assert.ok(!site.log.text.includes('planted'), 'the code is in no log')
  })

  test('with another visitor’s sealed state, or one that ran out, binds nobody', async (t) => {
    const service = ourService()
    const url = await service.listen(t)
    const site = siteOf(t, url)
    const state = await sentOut(site)
    site.clock.time += 601
    await site.callback(`code=late&state=${state}`)
    assert.ok(!isBound(site))
    const other = siteOf(t, url, {}, { secrets: ['another secret, of another site of them'] })
    await sentOut(other)
    const name = '__Host-_cookies_state'
    site.browser.set(name, other.browser.get(name))
    await site.callback(`code=late&state=${state}`)
    assert.ok(!isBound(site))
    for (const forged of ['', 'hp1.', 'x', '%', `${'hp1.'}${'A'.repeat(9000)}`]) {
      site.browser.set(name, forged)
      await site.callback(`code=late&state=${state}`)
      assert.ok(!isBound(site))
    }
  })

  test('of several tabs: each finds its way', async (t) => {
    const site = siteOf(t, await ourService().listen(t))
    const first = await sentOut(site)
    assert.equal(await sentOut(site), first, 'one browser, one state')
    await site.callback(`code=one&state=${first}`)
    assert.ok(isBound(site))
  })

  test('whose code was used, is late, or is another site’s goes on to the page', async (t) => {
    const service = ourService()
    const site = siteOf(t, await service.listen(t))
    const bad = [
      { status: 400, json: { code: 'code_invalid' } },
      { status: 404 },
      { status: 500 },
      { text: '{"user_uuid":"../../admin"}' },
      { text: '{"user_uuid":null}' },
      { text: 'not json' },
    ]
    for (const behaviour of bad) {
      service.on('/api/v1/token', behaviour)
      site.clock.time += 61
      const state = await sentOut(site)
      const answer = await site.callback(`code=sp3nt&state=${state}&return_uri=%2Fpage`)
      assert.equal(answer.status, 302)
      assert.equal(answer.header('location'), '/page')
      assert.ok(!isBound(site), JSON.stringify(behaviour))
      site.browser.apply(NOT_ATTEMPTED)
    }
    assert.ok(!/sp3nt|hpk_/.test(site.log.text), site.log.text)
  })

  test('without a code, or with two, goes on to the page', async (t) => {
    const service = ourService()
    const site = siteOf(t, await service.listen(t))
    const state = await sentOut(site)
    for (const code of ['', 'code=', 'code=a&code=b', `code=${'x'.repeat(600)}`, 'code=a%0ab']) {
      assert.equal((await site.callback(`${code}&state=${state}`)).status, 302)
    }
    assert.ok(!isBound(site))
    assert.equal(service.calls('/api/v1/token').length, 0)
  })

  test('sends nobody in a circle', async (t) => {
    const site = siteOf(t, await ourService().listen(t))
    await site.callback('code=bad&state=bad&return_uri=%2F')
    assert.equal((await site.init()).json().action, 'none', 'not sent out again at once')
    for (const own of [
      '/_cookies/callback?code=1',
      '/_cookies/init',
      '/_choices/ask.js',
      '/_COOKIES/x',
    ]) {
      const answer = await site.callback(`return_uri=${encodeURIComponent(own)}`)
      assert.equal(answer.header('location'), '/', own)
    }
  })

  test('that is loaded ahead changes nothing', async (t) => {
    const service = ourService()
    const site = siteOf(t, await service.listen(t))
    const state = await sentOut(site)
    const ahead = { ...COMING_BACK, 'sec-purpose': 'prefetch' }
    const answer = await site.ask(`/_cookies/callback?code=c&state=${state}`, { headers: ahead })
    assert.equal(answer.status, 503)
    assert.deepEqual(answer.cookies, [])
    assert.equal(service.calls('/api/v1/token').length, 0)
    const init = await site.init({ 'sec-purpose': 'prefetch;prerender' })
    assert.deepEqual(init.json(), { action: 'none' })
    assert.deepEqual(init.cookies, [])
  })
})
