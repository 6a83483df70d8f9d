import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, test } from 'node:test'
import { SCRIPT } from '../../../tests/support/core-of.ts'
import { LoopbackProvider } from '../../../tests/support/loopback-provider.ts'
import { codeOf, headerOf, type Routes, routesOf } from '../../../tests/support/routes-of.ts'
import { loginOf, sessionOf } from '../../../tests/support/session-of.ts'
import { oidc } from '../../login/oidc.ts'

const FORM = { 'content-type': 'application/x-www-form-urlencoded' }

describe('logout at the word of the provider', () => {
  let provider: LoopbackProvider
  beforeEach(async () => {
    provider = await LoopbackProvider.start()
  })
  afterEach(() => provider.close())

  const ended = ({ core }: Routes, sid: string, clientId = 'shop') =>
    core.revocations.has(
      sessionOf({ id: sid, login: loginOf({ issuer: provider.issuer, clientId, sid }) }),
    )
  const twoClients = () => {
    const client = { issuer: provider.issuer, userinfo: false }
    const login = [
      oidc({ ...client, clientId: 'shop', name: 'a' }),
      oidc({ ...client, clientId: 'staff', name: 'b' }),
    ]
    return routesOf(provider, { login })
  }

  describe('/auth/backchannel-logout', () => {
    const token = (routes: Routes, changes: object = {}) =>
      provider.sign({
        iss: provider.issuer,
        aud: 'shop',
        jti: 'jti-1',
        sid: 'sid-1',
        events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
        iat: routes.clock.time,
        exp: routes.clock.time + 120,
        ...changes,
      })
    const post = (routes: Routes, body: string, headers: Record<string, string> = FORM) =>
      routes.ask('/auth/backchannel-logout', { method: 'POST', headers, body })

    test('ends the sessions that the token names, and says nothing', async () => {
      const routes = routesOf(provider)
      const reply = await post(routes, `logout_token=${await token(routes)}`)
      assert.deepEqual([reply.status, reply.body], [200, undefined])
      assert.equal(headerOf(reply, 'cache-control'), 'no-store')
      assert.deepEqual([ended(routes, 'sid-1'), ended(routes, 'sid-2')], [true, false])
    })

    test('takes each token once, for as long as it could be used', async () => {
      const routes = routesOf(provider)
      const body = `logout_token=${await token(routes)}`
      assert.equal((await post(routes, body)).status, 200)
      routes.clock.time += 140
      const again = await post(routes, body)
      assert.equal(again.status, 400)
      assert.match(again.body ?? '', /it was used before/)
      const other = `logout_token=${await token(routes, { jti: 'jti-2' })}`
      assert.equal((await post(routes, other)).status, 200)
    })

    test('answers what is wrong as the specification says', async () => {
      const routes = routesOf(provider)
      const good = await token(routes)
      for (const [body, headers] of [
        ['', FORM],
        ['logout_token=', FORM],
        ['logout_token=no.jwt', FORM],
        [`logout_token=${good}&logout_token=${good}`, FORM],
        [`logout_token=${await token(routes, { iss: 'https://evil.example' })}`, FORM],
        [`logout_token=${await token(routes, { iss: undefined })}`, FORM],
        [`logout_token=${await token(routes, { aud: 'evil' })}`, FORM],
        [JSON.stringify({ logout_token: good }), { 'content-type': 'application/json' }],
        [`logout_token=${'x'.repeat(70_000)}`, FORM],
      ] as const) {
        const reply = await post(routes, body, headers)
        assert.equal(reply.status, 400, body.slice(0, 60))
        assert.equal(JSON.parse(reply.body ?? '').error, 'invalid_request')
      }
      assert.equal(ended(routes, 'sid-1'), false)
      assert.match(routes.log.text, /warn back-channel logout refused/)
    })

    test('asks the provider to try again while its keys cannot be had', async () => {
      provider.answers.set('/jwks', { status: 503 })
      const routes = routesOf(provider)
      const reply = await post(routes, `logout_token=${await token(routes)}`)
      assert.equal(reply.status, 502)
    })

    test('finds the client that is meant, of several at one provider', async () => {
      const routes = twoClients()
      for (const aud of ['staff', ['staff'], 'shop'] as const) {
        const jti = JSON.stringify(aud)
        const body = `logout_token=${await token(routes, { aud, jti, sid: `of ${aud}` })}`
        assert.equal((await post(routes, body)).status, 200, jti)
      }
      assert.ok(ended(routes, 'of staff', 'staff') && ended(routes, 'of shop', 'shop'))
      assert.ok(!ended(routes, 'of staff', 'shop'))
    })
  })

  describe('/auth/frontchannel-logout', () => {
    const get = (routes: Routes, query: Record<string, string>) =>
      routes.ask(`/auth/frontchannel-logout?${new URLSearchParams(query)}`, { headers: SCRIPT })

    test('ends the session that is named, in a frame of the provider alone', async () => {
      const routes = routesOf(provider)
      const reply = await get(routes, { iss: provider.issuer, sid: 'sid-1' })
      assert.equal(reply.status, 200)
      assert.equal(
        headerOf(reply, 'content-security-policy'),
        `default-src 'none'; frame-ancestors ${provider.issuer}`,
      )
      assert.deepEqual([ended(routes, 'sid-1'), ended(routes, 'sid-2')], [true, false])
    })

    test('ends it at every client of the provider', async () => {
      const routes = twoClients()
      await get(routes, { iss: provider.issuer, sid: 'sid-1' })
      assert.ok(ended(routes, 'sid-1', 'shop') && ended(routes, 'sid-1', 'staff'))
    })

    test('needs the issuer and a session id of bounded length', async () => {
      const routes = routesOf(provider)
      const iss = provider.issuer
      for (const query of [
        {},
        { iss },
        { sid: 's' },
        { iss, sid: '' },
        { iss, sid: 'x'.repeat(513) },
      ]) {
        const reply = await get(routes, query)
        assert.deepEqual([reply.status, codeOf(reply)], [400, 'bad_request'])
      }
      const stranger = await get(routes, { iss: 'https://evil.example', sid: 's' })
      assert.equal(stranger.status, 400)
    })

    test('cannot push out the end of a session that was proved', async () => {
      const routes = routesOf(provider)
      const session = sessionOf({ id: 'mine' })
      routes.core.revocations.end(session)
      for (let n = 0; n < 12_000; n++) await get(routes, { iss: provider.issuer, sid: `${n}` })
      assert.ok(routes.core.revocations.has(session))
    })
  })
})
