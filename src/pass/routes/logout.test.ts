import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, test } from 'node:test'
import type { Parts } from '../../../tests/exchange-of.ts'
import { SCRIPT } from '../../../tests/support/core-of.ts'
import { LoopbackProvider } from '../../../tests/support/loopback-provider.ts'
import { codeOf, headerOf, routesOf } from '../../../tests/support/routes-of.ts'
import { HallpassError } from '../../errors.ts'
import { oidc } from '../../login/oidc.ts'
import type { HallpassOptions } from '../options.ts'
import { logoutRoute } from './logout.ts'

const NAVIGATION = { 'sec-fetch-mode': 'navigate', 'sec-fetch-site': 'same-origin' }
const FORM = { ...NAVIGATION, 'content-type': 'application/x-www-form-urlencoded' }
const POST: Parts = { method: 'POST', headers: NAVIGATION }
const post = (body: string): Parts => ({ method: 'POST', headers: FORM, body })

describe('/auth/logout', () => {
  let provider: LoopbackProvider
  beforeEach(async () => {
    provider = await LoopbackProvider.start()
    provider.announce({
      revocation_endpoint: `${provider.issuer}/revoke`,
      end_session_endpoint: `${provider.issuer}/end`,
    })
    provider.answers.set('/revoke', { status: 200 })
  })
  afterEach(() => provider.close())

  async function signedIn(options: Partial<HallpassOptions> = {}) {
    const routes = routesOf(provider, options)
    await routes.signIn()
    await routes.begin()
    return routes
  }

  test('ends the session here and at the provider, and clears every cookie', async () => {
    const { ask, browser, visitor, core } = await signedIn()
    const { state } = await visitor()
    const reply = await ask('/auth/logout', post('returnTo=/bye'))
    assert.equal(reply.status, 303)
    const url = new URL(headerOf(reply, 'location'))
    assert.equal(url.pathname, '/end')
    assert.equal(
      url.searchParams.get('post_logout_redirect_uri'),
      'https://shop.example/auth/logged-out',
    )
    assert.ok(url.searchParams.has('id_token_hint'))
    assert.deepEqual(browser.names, ['__Secure-hallpass_logout'])
    assert.ok(state && core.revocations.has(state))
    assert.equal(provider.last('/revoke').body.get('token'), 'refresh-1')
    const back = await ask(`/auth/logged-out?state=${url.searchParams.get('state')}`)
    assert.deepEqual([back.status, headerOf(back, 'location')], [302, '/bye'])
    assert.deepEqual(browser.names, [])
  })

  test('returns home with a state that is not that of the logout', async () => {
    for (const query of ['', '?state=', '?state=wrong']) {
      const { ask } = await signedIn()
      await ask('/auth/logout', post('returnTo=/bye'))
      assert.equal(headerOf(await ask(`/auth/logged-out${query}`), 'location'), '/', query)
    }
    const { ask } = routesOf(provider)
    assert.equal(headerOf(await ask('/auth/logged-out?state=x'), 'location'), '/')
  })

  test('reads where to go next from the form, else from the address', async () => {
    const to = async (url: string, parts: Parts) =>
      headerOf(await routesOf(provider).ask(url, parts), 'location')
    assert.equal(await to('/auth/logout?returnTo=/a', post('returnTo=/b')), '/b')
    assert.equal(await to('/auth/logout?returnTo=/a', post('x=1')), '/a')
    assert.equal(await to('/auth/logout?returnTo=/a', POST), '/a')
    assert.equal(await to('/auth/logout', post('returnTo=https://evil.example')), '/')
    assert.equal(await to('/auth/logout?returnTo=/auth/login', POST), '/')
  })

  test('is not done for another site', async () => {
    const { ask, visitor } = await signedIn()
    for (const headers of [
      { 'sec-fetch-mode': 'navigate', 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-mode': 'navigate', 'sec-fetch-site': 'same-site' },
      { 'sec-fetch-mode': '', 'sec-fetch-site': 'cross-site', origin: 'null' },
    ]) {
      assert.equal((await ask('/auth/logout', { method: 'POST', headers })).status, 403)
    }
    assert.ok((await visitor()).user)
  })

  test('asks first where a link of another site leads there', async () => {
    const { ask, visitor } = await signedIn()
    for (const site of ['cross-site', 'same-site', 'none']) {
      const headers = { 'sec-fetch-mode': 'navigate', 'sec-fetch-site': site }
      const page = await ask('/auth/logout?returnTo=/bye', { headers })
      assert.equal(page.status, 200)
      assert.match(page.body ?? '', /<form method="post" action="\/auth\/logout"/)
      assert.match(page.body ?? '', /name="returnTo" value="\/bye"/)
    }
    const image = { 'sec-fetch-mode': 'no-cors', 'sec-fetch-site': 'same-origin' }
    assert.equal((await ask('/auth/logout', { headers: image })).status, 200)
    const ahead = { headers: { ...NAVIGATION, 'sec-purpose': 'prefetch' } }
    assert.equal((await ask('/auth/logout', ahead)).status, 503)
    assert.ok((await visitor()).user)
  })

  test('is done by a link on our own page', async () => {
    const { ask, visitor } = await signedIn()
    assert.equal((await ask('/auth/logout', { headers: NAVIGATION })).status, 303)
    assert.equal((await visitor()).user, undefined)
  })

  test('tells a script where to go', async () => {
    const { ask } = await signedIn()
    const reply = await ask('/auth/logout', { method: 'POST', headers: SCRIPT })
    assert.equal(reply.status, 200)
    const { signedIn: still, location } = JSON.parse(reply.body ?? '')
    assert.equal(still, false)
    assert.match(location, /\/end\?id_token_hint=/)
  })

  test('is done for who is signed out already', async () => {
    const { ask } = routesOf(provider)
    const reply = await ask('/auth/logout', post('returnTo=/bye'))
    assert.deepEqual([reply.status, headerOf(reply, 'location')], [303, '/bye'])
    assert.equal(provider.seen.length, 0)
  })

  test('refuses a form that is none, and changes nothing', async () => {
    const { ask, visitor } = await signedIn()
    const headers = { ...SCRIPT, 'content-type': 'text/plain' }
    const reply = await ask('/auth/logout', { method: 'POST', headers, body: 'x' })
    assert.deepEqual([reply.status, codeOf(reply)], [400, 'bad_request'])
    assert.ok((await visitor()).user)
  })

  test('is done though the provider fails, and says so in the log', async () => {
    provider.answers.set('/revoke', { status: 503 })
    const { ask, log, visitor } = await signedIn()
    assert.equal((await ask('/auth/logout', POST)).status, 303)
    assert.match(log.text, /warn tokens were not revoked {"code":"provider_failed"/)
    assert.equal((await visitor()).user, undefined)
  })

  test('waits three seconds at most for the provider', async () => {
    provider.answers.set('/revoke', () => undefined)
    const { ask, log } = await signedIn()
    const started = Date.now()
    assert.equal((await ask('/auth/logout', POST)).status, 303)
    assert.ok(Date.now() - started < 5000)
    assert.match(log.text, /warn tokens were not revoked in time/)
  })

  test('is done though the session cannot be read', async () => {
    const { core, request, log } = await signedIn()
    const fault = new HallpassError('provider_unavailable', 'keys')
    const backend = { ...core.backend, read: () => Promise.reject(fault), clear: () => [] }
    const broken = { ...core, backend: { ...backend, write: () => undefined } }
    const reply = await logoutRoute(broken, request({ method: 'POST', headers: NAVIGATION }))
    assert.equal(reply.status, 303)
    assert.match(log.text, /warn signed out without the provider/)
    const bug = {
      ...broken,
      backend: { ...broken.backend, read: () => Promise.reject(new Error('x')) },
    }
    await assert.rejects(async () => logoutRoute(bug, request(POST)), /x/)
  })

  test('goes nowhere at a client that the request has no more', async () => {
    const options = { issuer: provider.issuer, userinfo: false }
    const login = oidc({
      ...options,
      clientId: (exchange) => exchange.header('x-tenant') ?? 'shop',
    })
    const { ask } = await signedIn({ login })
    const headers = { ...NAVIGATION, 'x-tenant': 'other' }
    const reply = await ask('/auth/logout', { method: 'POST', headers })
    assert.equal(headerOf(reply, 'location'), '/')
    assert.equal(provider.count('/revoke'), 0)
  })

  test('lets the hook see who left, and answer', async () => {
    const seen: unknown[] = []
    const own = { status: 200, headers: [['x-own', '1']] as const, body: 'bye' }
    const afterLogout: NonNullable<HallpassOptions['hooks']>['afterLogout'] = (event) => {
      seen.push([event.provider, event.user?.sub])
      return own
    }
    const { ask, browser } = await signedIn({ hooks: { afterLogout } })
    const reply = await ask('/auth/logout', POST)
    assert.deepEqual([reply.status, reply.body, headerOf(reply, 'x-own')], [200, 'bye', '1'])
    assert.ok(!browser.names.includes('__Host-hallpass'))
    await ask('/auth/logout', POST)
    assert.deepEqual(seen, [
      ['oidc', 'user-1'],
      [undefined, undefined],
    ])
  })

  test('is done though the hook throws', async () => {
    const afterLogout = async () => {
      throw new Error('database down')
    }
    const { ask, log, visitor } = await signedIn({ hooks: { afterLogout } })
    assert.equal((await ask('/auth/logout', POST)).status, 303)
    assert.match(log.text, /error hooks\.afterLogout threw.*database down/)
    assert.equal((await visitor()).user, undefined)
  })
})
