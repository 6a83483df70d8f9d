import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { cognito } from '../cognito.ts'
import { mount, requireLogin } from '../fetch.ts'
import { createHallpass, type HallpassOptions } from '../index.ts'
import { oidc } from '../login.ts'
import type { Hallpass } from '../pass/types.ts'
import { flaskSession } from '../sealing.ts'
import { memoryStore } from '../stores-memory.ts'
import { apiClient } from './client.ts'
import { fakeClock } from './clock.ts'
import { signedIn } from './signed-in.ts'

const clock = fakeClock()
const passOf = (options: Partial<HallpassOptions> = {}): Hallpass =>
  createHallpass({
    baseUrl: 'https://shop.example',
    secrets: ['a secret of at least sixteen bytes'],
    login: oidc({ issuer: 'https://id.example', clientId: 'shop' }),
    now: clock.now,
    fetch: () => assert.fail('the provider was asked'),
    ...options,
  })
const appOf = (pass: Hallpass, access: Parameters<typeof requireLogin>[0] = 'login') =>
  mount(
    pass,
    requireLogin(access)((_request, { user, groups, provider, session }) => {
      session.seen = true
      return Response.json({ user, groups, provider, session })
    }),
  )

describe('signedIn', () => {
  test('who it gives the headers of is signed in, without a provider', async () => {
    const pass = passOf()
    const headers = await signedIn(pass, {
      sub: 'una',
      groups: ['staff'],
      claims: { email: 'una@shop.example' },
    })
    const { body } = await apiClient(appOf(pass), { headers }).get('/', { expect: 200 })
    assert.deepEqual(body, {
      user: { sub: 'una', email: 'una@shop.example' },
      groups: ['staff'],
      provider: 'oidc',
      session: { seen: true },
    })
    assert.match(headers.cookie, /^__Host-hallpass=[\w.-]+$/)
  })

  test('groups are asked for as ever, and so are the age of a login and its class', async () => {
    const pass = passOf()
    const status = async (headers: Record<string, string>, access: object) =>
      (await apiClient(appOf(pass, access), { headers }).get('/')).status
    const reader = await signedIn(pass, { sub: 'una' })
    const staff = await signedIn(pass, { sub: 'ida', groups: ['staff'] })
    assert.equal(await status(reader, { group: 'staff' }), 403)
    assert.equal(await status(staff, { group: 'staff' }), 200)
    const old = await signedIn(pass, { sub: 'una', claims: { auth_time: clock.now() - 1000 } })
    assert.equal(await status(old, { maxAge: 600 }), 401)
    assert.equal(await status(staff, { maxAge: 600 }), 200)
  })

  test('the session ends as any does', async () => {
    const pass = passOf({ session: { idle: 60 } })
    const api = apiClient(appOf(pass), { headers: await signedIn(pass, { sub: 'una' }) })
    await api.get('/', { expect: 200 })
    clock.advance(61)
    await api.get('/', { expect: 401 })
  })

  test('hooks.afterLogin runs, and may refuse', async () => {
    const pass = passOf({
      hooks: {
        afterLogin({ user, session, claims }) {
          if (user.sub === 'eve') throw new Error('not her')
          session.greeting = `hello ${claims.idToken.name}`
          return { groups: ['by the hook'] }
        },
      },
    })
    const headers = await signedIn(pass, { sub: 'una', claims: { name: 'Una' } })
    const { body } = await apiClient(appOf(pass), { headers }).get<Record<string, unknown>>('/')
    assert.deepEqual(body.groups, ['by the hook'])
    assert.deepEqual(body.session, { greeting: 'hello Una', seen: true })
    await assert.rejects(signedIn(pass, { sub: 'eve' }), { code: 'hook_failed' })
  })

  test('one of several providers, and several addresses', async () => {
    const login = ['first', 'second'].map((name) =>
      oidc({ issuer: `https://${name}.example`, clientId: 'shop', name }),
    )
    const baseUrl = ['https://shop.example', 'https://shop.test']
    const pass = passOf({ login, baseUrl })
    const named = async (provider?: string) => {
      const headers = await signedIn(pass, { sub: 'una', ...(provider && { provider }) })
      return (await apiClient(appOf(pass), { headers }).get<{ provider: string }>('/')).body
        .provider
    }
    assert.equal(await named(), 'first')
    assert.equal(await named('second'), 'second')
    await assert.rejects(named('third'), { code: 'invalid_config' })
  })

  test('a session in a store, which ends there for its headers, too', async () => {
    const pass = passOf({ session: { store: memoryStore({ now: clock.now }) } })
    const una = await signedIn(pass, { sub: 'una', claims: { email: 'una@shop.example' } })
    const ida = await signedIn(pass, { sub: 'ida' })
    assert.ok(una.cookie.length < 100)
    const { body } = await apiClient(appOf(pass), { headers: una }).get<{ user: object }>('/')
    assert.deepEqual(body.user, { sub: 'una', email: 'una@shop.example' })
    await pass.sessions.endAll({ sub: 'una' })
    await apiClient(appOf(pass), { headers: una }).get('/', { expect: 401 })
    await apiClient(appOf(pass), { headers: ida }).get('/', { expect: 200 })
  })

  test('a session shared with Flask', async () => {
    const pass = passOf({ session: flaskSession({ secretKey: 'a secret key of flask, long' }) })
    const headers = await signedIn(pass, { sub: 'una' })
    assert.match(headers.cookie, /^session=/)
    await apiClient(appOf(pass), { headers }).get('/', { expect: 200 })
  })

  test('http, where the cookie has another name', async () => {
    const pass = passOf({ baseUrl: 'http://localhost:3000', session: { name: 'shop' } })
    const headers = await signedIn(pass, { sub: 'una' })
    assert.match(headers.cookie, /^shop=/)
    await apiClient(appOf(pass), { headers }).get('/', { expect: 200 })
  })
})

describe('signedIn refuses', () => {
  const refused = (pass: Hallpass, sub = 'una') =>
    assert.rejects(signedIn(pass, { sub }), (error: Error) => {
      assert.match(error.message, /^signedIn: /)
      return 'code' in error && error.code === 'invalid_config'
    })

  test('where nobody can sign in, or nobody has to', async () => {
    await refused(createHallpass({ baseUrl: 'https://a.example', secrets: ['0123456789abcdef'] }))
  })
  test('a user without an id', () => refused(passOf(), ''))
  test('what createHallpass did not make', () => refused({ ...passOf() }))
  test('sessions that need tokens to be read', async () => {
    const login = cognito({
      region: 'eu-west-1',
      userPoolId: 'eu-west-1_pool',
      domain: 'https://pool.example',
      clientId: 'shop',
      clientSecret: 'a secret of the client',
      compatCookies: true,
      secretKey: 'a secret key of flask',
    })
    await refused(passOf({ login }))
  })
})
