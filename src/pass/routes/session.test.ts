import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, test } from 'node:test'
import { START } from '../../../tests/support/clock.ts'
import { SCRIPT } from '../../../tests/support/core-of.ts'
import { LoopbackProvider } from '../../../tests/support/loopback-provider.ts'
import { codeOf, headerOf, routesOf } from '../../../tests/support/routes-of.ts'
import { loginOf, sessionOf } from '../../../tests/support/session-of.ts'

describe('the session over HTTP', () => {
  let provider: LoopbackProvider
  beforeEach(async () => {
    provider = await LoopbackProvider.start()
    const json = { access_token: 'access-2', token_type: 'bearer', expires_in: 600 }
    provider.answers.set('/token', { json })
  })
  afterEach(() => provider.close())

  function signedIn() {
    const routes = routesOf(provider)
    const tokens = {
      accessToken: 'access-1',
      refreshToken: 'refresh-1',
      accessTokenExpiresAt: START + 9,
    }
    const login = loginOf({ issuer: provider.issuer, tokens })
    routes.keep(sessionOf({ login, data: { own: 'data' } }))
    return routes
  }
  const post = (headers: Readonly<Record<string, string>> = SCRIPT) => ({ method: 'POST', headers })

  describe('/auth/session', () => {
    test('says who is signed in and until when, and no token', async () => {
      const reply = await signedIn().ask('/auth/session')
      assert.equal(headerOf(reply, 'content-type'), 'application/json')
      assert.equal(headerOf(reply, 'cache-control'), 'no-store')
      assert.deepEqual(JSON.parse(reply.body ?? ''), {
        signedIn: true,
        user: { sub: 'user-1', name: 'Ada' },
        groups: ['staff'],
        provider: 'oidc',
        expiresAt: START + 3600,
        accessTokenExpiresAt: START + 9,
      })
      assert.doesNotMatch(reply.body ?? '', /access-1|refresh-1|own/)
    })

    test('says that nobody is, and clears a cookie that is nobody', async () => {
      const routes = routesOf(provider)
      assert.equal((await routes.ask('/auth/session')).body, '{"signedIn":false}')
      routes.browser.set('__Host-hallpass', 'forged')
      assert.equal((await routes.ask('/auth/session')).body, '{"signedIn":false}')
      assert.deepEqual(routes.browser.names, [])
    })

    test('is no use of the session: its time-out does not roll on', async () => {
      const routes = signedIn()
      routes.clock.time += 3000
      const reply = await routes.ask('/auth/session')
      assert.equal(headerOf(reply, 'set-cookie'), '')
      assert.equal(JSON.parse(reply.body ?? '').expiresAt, START + 3600)
    })
  })

  describe('/auth/refresh', () => {
    test('fetches new tokens and says until when they are good', async () => {
      const routes = signedIn()
      const reply = await routes.ask('/auth/refresh', post())
      assert.equal(reply.status, 200)
      assert.equal(JSON.parse(reply.body ?? '').accessTokenExpiresAt, START + 600)
      const [login] = [(await routes.visitor()).state?.login]
      assert.equal(login?.tokens.accessToken, 'access-2')
    })

    test('leads a page back to where it was, on our own origin', async () => {
      const { ask } = signedIn()
      const navigation = { 'sec-fetch-mode': 'navigate', 'sec-fetch-site': 'same-origin' }
      const back = await ask('/auth/refresh?returnTo=/cart', post(navigation))
      assert.deepEqual([back.status, headerOf(back, 'location')], [303, '/cart'])
      const evil = await ask('/auth/refresh?returnTo=//evil.example', post(navigation))
      assert.equal(headerOf(evil, 'location'), '/')
    })

    test('is for our own pages only', async () => {
      const { ask } = signedIn()
      for (const headers of [
        { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors' },
        { ...SCRIPT, 'sec-fetch-site': 'same-site' },
      ]) {
        const reply = await ask('/auth/refresh', post(headers))
        assert.deepEqual([reply.status, codeOf(reply)], [403, 'cross_site_request'])
      }
      assert.equal(provider.count('/token'), 0)
    })

    test('refuses who is not signed in', async () => {
      const reply = await routesOf(provider).ask('/auth/refresh', post())
      assert.deepEqual([reply.status, codeOf(reply)], [401, 'login_required'])
    })

    test('ends a session that the provider no longer refreshes', async () => {
      provider.answers.set('/token', { status: 400, json: { error: 'invalid_grant' } })
      const { ask, browser } = signedIn()
      const reply = await ask('/auth/refresh', post())
      assert.deepEqual([reply.status, codeOf(reply)], [401, 'refresh_refused'])
      assert.deepEqual(browser.names, [])
    })

    test('keeps the session while the provider is down', async () => {
      provider.answers.set('/token', { status: 503 })
      const { ask, browser } = signedIn()
      const reply = await ask('/auth/refresh', post())
      assert.deepEqual([reply.status, codeOf(reply)], [502, 'provider_failed'])
      assert.deepEqual(browser.names, ['__Host-hallpass'])
    })
  })
})
