import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { mount, requireLogin } from '../../fetch.ts'
import { createHallpass, type HallpassOptions } from '../../index.ts'
import { type OidcOptions, oidc } from '../../login.ts'
import { apiClient } from '../client.ts'
import { fakeClock } from '../clock.ts'
import type { FetchFunction } from '../target.ts'
import { type FakeProvider, fakeProvider } from './provider.ts'

function appOf(
  provider: FakeProvider,
  more: Partial<HallpassOptions> = {},
  login: Partial<OidcOptions> = {},
): FetchFunction {
  const { issuer, clientId, clientSecret, fetch } = provider
  const pass = createHallpass({
    baseUrl: 'https://shop.example',
    secrets: ['a secret of at least sixteen bytes'],
    login: oidc({ issuer, clientId, clientSecret, ...login }),
    logger: { info() {}, warn() {}, error() {} },
    fetch,
    ...more,
  })
  const me = requireLogin()(async (_request, visitor) =>
    Response.json({
      user: visitor.user,
      groups: visitor.groups,
      token: await visitor.accessToken(),
    }),
  )
  return mount(pass, me)
}

interface Me {
  readonly user: Readonly<Record<string, unknown>>
  readonly groups: readonly string[]
  readonly token: string
}

const meOf = async (app: FetchFunction, headers: Record<string, string>): Promise<Me> =>
  (await apiClient(app, { headers }).get<Me>('/me', { expect: 200 })).body

describe('fakeProvider', () => {
  test('signs in whom the test names', async () => {
    const provider = fakeProvider()
    const app = appOf(provider)
    const ida = { sub: 'ida', groups: ['staff'], claims: { email: 'ida@shop.example' } }
    const { user, groups } = await meOf(app, await provider.signIn(app, ida))
    assert.equal(user.sub, 'ida')
    assert.equal(user.email, 'ida@shop.example')
    assert.deepEqual(groups, ['staff'])
    assert.equal((await meOf(app, await provider.signIn(app))).user.sub, 'una')
  })

  test('many at once, each as themselves; from a page that asks for a login', async () => {
    const provider = fakeProvider({ issuer: 'http://127.0.0.1:1/realms/a' })
    const app = appOf(provider, {}, { clientAuth: 'client_secret_post' })
    const subs = Array.from({ length: 10 }, (_, n) => `user-${n}`)
    const seen = await Promise.all(
      subs.map(
        async (sub) => (await meOf(app, await provider.signIn(app, { sub }, '/me?a=b'))).user,
      ),
    )
    assert.deepEqual(
      seen.map(({ sub }) => sub),
      subs,
    )
  })

  test('a whole address says at which host, so that nobody is warned', async () => {
    const warned: string[] = []
    const provider = fakeProvider()
    const logger = { info() {}, warn: (line: string) => void warned.push(line), error() {} }
    const baseUrl = ['https://shop.example', 'https://shop.test']
    const app = appOf(provider, { baseUrl, logger })
    await provider.signIn(app, { sub: 'ida' }, 'https://shop.test/auth/login?returnTo=/me')
    assert.deepEqual(warned, [])
  })

  test('tokens run out and are refreshed, on the clock of the test', async () => {
    const clock = fakeClock()
    const provider = fakeProvider({ now: clock.now })
    const app = appOf(provider, { now: clock.now, session: { idle: 86_400 } })
    const headers = await provider.signIn(app)
    const before = await meOf(app, headers)
    assert.equal((await meOf(app, headers)).token, before.token)
    clock.advance(400)
    const { token, user } = await meOf(app, headers)
    assert.notEqual(token, before.token)
    assert.equal(user.sub, 'una')
  })

  test('redirects can be followed by hand', async () => {
    const provider = fakeProvider({ user: { sub: 'ole' } })
    const app = appOf(provider)
    const begun = await app(new Request('https://shop.example/auth/login'))
    const there = await provider.fetch(begun.headers.get('location') ?? '')
    const cookie = begun.headers.getSetCookie()[0]?.split(';')[0] ?? ''
    const back = await app(
      new Request(there.headers.get('location') ?? '', { headers: { cookie } }),
    )
    assert.equal(back.status, 302)
    assert.match(back.headers.getSetCookie().join(), /__Host-hallpass=/)
  })

  test('signing out goes through it, and back', async () => {
    const provider = fakeProvider()
    const app = appOf(provider)
    const headers = { ...(await provider.signIn(app)), 'sec-fetch-site': 'same-origin' }
    const out = await apiClient(app, { headers }).post('/auth/logout', undefined, { expect: 303 })
    const left = await provider.fetch(out.headers.get('location') ?? '')
    assert.match(left.headers.get('location') ?? '', /^https:\/\/shop\.example\/auth\/logged-out/)
    await apiClient(app, { headers }).get('/me', { expect: 401 })
  })
})

describe('fakeProvider refuses', () => {
  test('another secret, and an app that begins no login', async () => {
    const provider = fakeProvider()
    const wrong = appOf(provider, {}, { clientSecret: 'another secret of the client' })
    await assert.rejects(
      provider.signIn(wrong),
      /^ApiTestError: GET \/auth\/callback: expected "a st/,
    )
    const none = () => Response.json({ _errors: ['not found'] }, { status: 404 })
    await assert.rejects(
      provider.signIn(none),
      /GET \/auth\/login: expected "a redirect to https:\/\/id\.example", got 404\n {2}body: \{"_err/,
    )
    const elsewhere = () => Response.redirect('https://id.example.net/authorize')
    await assert.rejects(
      provider.signIn(elsewhere),
      /got "a redirect to https:\/\/id\.example\.net/,
    )
    const client = appOf(provider, {}, { clientId: 'another' })
    await assert.rejects(provider.signIn(client), /got "400 fakeProvider: client_id is of another/)
  })

  test('a code twice, another verifier, an unknown refresh token, an old access token', async () => {
    const clock = fakeClock()
    const provider = fakeProvider({ now: clock.now })
    const { issuer, clientId, clientSecret, fetch } = provider
    const parameters = new URLSearchParams({
      client_id: clientId,
      response_type: 'code',
      code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
      code_challenge_method: 'S256',
      redirect_uri: 'https://shop.example/cb',
    })
    const code = async () => {
      const { headers } = await fetch(`${issuer}/authorize?${parameters}`)
      return new URL(headers.get('location') ?? '').searchParams.get('code') ?? ''
    }
    const token = async (form: Record<string, string>) => {
      const body = new URLSearchParams({
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uri: 'https://shop.example/cb',
        code_verifier: 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk',
        grant_type: 'authorization_code',
        ...form,
      })
      const answer = await fetch(`${issuer}/token`, { method: 'POST', body })
      return { status: answer.status, body: await answer.json() }
    }
    const first = await code()
    const good = await token({ code: first })
    assert.equal(good.status, 200)
    const invalid = { status: 400, body: { error: 'invalid_grant' } }
    assert.deepEqual(await token({ code: first }), invalid)
    assert.deepEqual(await token({ code: await code(), code_verifier: 'x' }), invalid)
    assert.deepEqual(
      await token({ code: await code(), redirect_uri: 'https://eve.example' }),
      invalid,
    )
    assert.deepEqual(await token({ grant_type: 'refresh_token', refresh_token: 'x' }), invalid)
    const late = await code()
    clock.advance(61)
    assert.deepEqual(await token({ code: late }), invalid)
    const authorization = `Bearer ${good.body.access_token}`
    const userinfo = () => fetch(`${issuer}/userinfo`, { headers: { authorization } })
    assert.equal((await userinfo()).status, 200)
    clock.advance(240)
    assert.equal((await userinfo()).status, 401)
  })

  test('to answer for anybody else', async () => {
    const { fetch, issuer } = fakeProvider()
    for (const url of ['https://elsewhere.example/', `${issuer}/nothing`, `${issuer}.net/jwks`]) {
      await assert.rejects(fetch(url), { name: 'TypeError', message: 'fetch failed' })
    }
    for (const wrong of ['id.example', 'https://id.example/', '']) {
      assert.throws(() => fakeProvider({ issuer: wrong }), { code: 'invalid_config' })
    }
  })
})
