import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, test } from 'node:test'
import { SCRIPT, SHOP } from '../../../tests/support/core-of.ts'
import { LoopbackProvider } from '../../../tests/support/loopback-provider.ts'
import { codeOf, headerOf, issue, routesOf } from '../../../tests/support/routes-of.ts'
import { oidc } from '../../login/oidc.ts'

describe('/auth/callback', () => {
  let provider: LoopbackProvider
  beforeEach(async () => {
    provider = await LoopbackProvider.start()
  })
  afterEach(() => provider.close())

  test('begins the session, forgets the login, and goes back to the page', async () => {
    const { signIn, browser, visitor, log } = routesOf(provider)
    const reply = await signIn({ name: 'Ada', groups: ['staff'] }, '?returnTo=/cart')
    assert.deepEqual([reply.status, headerOf(reply, 'location')], [302, '/cart'])
    assert.equal(reply.body, undefined)
    assert.equal(headerOf(reply, 'cache-control'), 'no-store')
    assert.deepEqual(browser.names.sort(), ['__Host-hallpass', '__Secure-hallpass_loop'])
    const who = await visitor()
    assert.deepEqual([who.user?.name, who.groups], ['Ada', ['staff']])
    assert.match(log.text, /info login {"provider":"oidc","sub":"user-1"/)
  })

  test('takes the answer as a form that the provider posts', async () => {
    const { begin, ask, clock, visitor } = routesOf(provider)
    const asked = await begin()
    await issue(provider, { nonce: asked.get('nonce') }, clock.time)
    const reply = await ask('/auth/callback', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: `code=c&state=${asked.get('state')}`,
    })
    assert.deepEqual([reply.status, headerOf(reply, 'location')], [303, '/'])
    assert.ok((await visitor()).user)
  })

  test('answers at the redirect URI as registered, and nowhere else', async () => {
    const redirectUri = `${SHOP}/oidc/cb`
    const client = { issuer: provider.issuer, clientId: 'shop', userinfo: false }
    const { begin, ask, clock } = routesOf(provider, { login: oidc({ ...client, redirectUri }) })
    const asked = await begin()
    await issue(provider, { nonce: asked.get('nonce') }, clock.time)
    assert.equal(asked.get('redirect_uri'), redirectUri)
    const reply = await ask(`/oidc/cb?code=c&state=${asked.get('state')}`)
    assert.equal(reply.status, 302, reply.body)
  })

  test('takes no answer at the path of another provider (mix-up)', async () => {
    const client = { issuer: provider.issuer, clientId: 'shop', userinfo: false }
    const login = [oidc({ ...client, name: 'a' }), oidc({ ...client, name: 'b' })]
    const { begin, ask, clock } = routesOf(provider, { login })
    const asked = await begin('?provider=a')
    await issue(provider, { nonce: asked.get('nonce') }, clock.time)
    const reply = await ask(`/auth/callback/b?code=c&state=${asked.get('state')}`, {
      headers: SCRIPT,
    })
    assert.deepEqual([reply.status, codeOf(reply)], [400, 'state_unknown'])
    assert.equal(provider.count('/token'), 0)
  })

  test('takes no answer for a client that the request has no more', async () => {
    const client = { issuer: provider.issuer, userinfo: false }
    const login = oidc({ ...client, clientId: (exchange) => exchange.header('x-tenant') ?? 'shop' })
    const { begin, ask } = routesOf(provider, { login })
    const asked = await begin()
    const url = `/auth/callback?code=c&state=${asked.get('state')}`
    const reply = await ask(url, { headers: { ...SCRIPT, 'x-tenant': 'other' } })
    assert.equal(codeOf(reply), 'state_unknown')
  })

  test('leads home from a login that was cancelled', async () => {
    const { begin, ask, browser } = routesOf(provider)
    const asked = await begin('?returnTo=/account')
    const reply = await ask(`/auth/callback?error=access_denied&state=${asked.get('state')}`)
    assert.deepEqual(
      [reply.status, headerOf(reply, 'location')],
      [302, '/?login_error=access_denied'],
    )
    assert.deepEqual(browser.names, [])
  })

  test('offers to start again where it went wrong, back to the same page', async () => {
    const { begin, ask, browser, log } = routesOf(provider)
    const asked = await begin('?returnTo=/account?a=1')
    provider.answers.set('/token', { status: 400, json: { error: 'invalid_grant' } })
    const reply = await ask(`/auth/callback?code=c&state=${asked.get('state')}`)
    assert.equal(reply.status, 400)
    assert.match(reply.body ?? '', /href="\/auth\/login\?returnTo=%2Faccount%3Fa%3D1">Start again/)
    assert.deepEqual(browser.names, [], 'the login under way is forgotten')
    assert.match(log.text, /^warn refused: callback_invalid/)
    assert.ok(!log.text.includes(asked.get('state') ?? ''))
  })

  test('takes each answer once', async () => {
    const { begin, ask, browser, clock } = routesOf(provider)
    const asked = await begin()
    await issue(provider, { nonce: asked.get('nonce') }, clock.time)
    const url = `/auth/callback?code=c&state=${asked.get('state')}`
    const cookie = browser.header
    assert.equal((await ask(url)).status, 302)
    assert.equal((await ask(url)).status, 400)
    const again = await ask(url, { headers: { ...SCRIPT, cookie } })
    assert.equal(codeOf(again), 'state_unknown', 'with the cookie of before')
    assert.equal(provider.count('/token'), 1)
  })

  test('needs a state, a form and nothing twice', async () => {
    const { ask } = routesOf(provider)
    const code = async (url: string, parts = {}) =>
      codeOf(await ask(url, { headers: SCRIPT, ...parts }))
    assert.equal(await code('/auth/callback'), 'state_missing')
    assert.equal(await code('/auth/callback?code=c&state=never'), 'state_unknown')
    assert.equal(await code('/auth/callback?state=a&state=b'), 'duplicate_parameter')
    const json = { ...SCRIPT, 'content-type': 'application/json' }
    assert.equal(
      await code('/auth/callback', { method: 'POST', headers: json, body: '{}' }),
      'bad_request',
    )
    const form = { ...SCRIPT, 'content-type': 'application/x-www-form-urlencoded' }
    const body = `state=${'x'.repeat(70_000)}`
    const large = await code('/auth/callback', { method: 'POST', headers: form, body })
    assert.equal(large, 'body_too_large')
  })

  test('a groups function that throws refuses the login, and says so in the log alone', async () => {
    const groups = () => {
      throw new TypeError('a bug of the app')
    }
    const client = { issuer: provider.issuer, clientId: 'shop', userinfo: false }
    const { signIn, log } = routesOf(provider, { login: oidc({ ...client, groups }) })
    const reply = await signIn()
    assert.equal(reply.status, 500)
    assert.doesNotMatch(String(reply.body), /a bug of the app/)
    assert.match(log.text, /hook_failed.*a bug of the app/)
  })
})
