import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { exchangeOf, type Parts } from '../../tests/exchange-of.ts'
import { refusal } from '../../tests/refusal.ts'
import { LoggedLines } from '../../tests/support/clock.ts'
import { NAVIGATION, optionsOf, SCRIPT, serviceOf } from '../../tests/support/core-of.ts'
import { loginOf, sessionOf } from '../../tests/support/session-of.ts'
import { HallpassError } from '../errors.ts'
import type { Decision } from '../http/exchange.ts'
import { oidc } from '../login/oidc.ts'
import type { LoginProvider } from '../login/types.ts'
import type { CookieBackend } from '../session/backend.ts'
import { newStoredId } from '../session/stored/names.ts'
import { memoryStore } from '../stores/memory/memory.ts'
import { unavailable } from '../stores/unavailable.ts'
import { createHallpass } from './create.ts'
import type { HallpassOptions } from './options.ts'
import type { Hallpass, Visitor } from './types.ts'

const CLIENT = { issuer: 'https://id.example', clientId: 'shop' }

/** A service, and the cookie of a visitor who is signed in there. */
function setUp(parts: Partial<HallpassOptions> = {}) {
  const service = serviceOf()
  service.keep(sessionOf({ login: loginOf() }))
  const pass = createHallpass(optionsOf({ now: service.clock.now, logger: service.log, ...parts }))
  return { pass, cookie: service.browser.header, clock: service.clock }
}

const request = (url: string, { headers, ...parts }: Parts = {}) =>
  exchangeOf({ url, ...parts, headers: { ...NAVIGATION, ...headers } })

/** What is decided without waiting for anything. */
function decided(pass: Hallpass, url: string, parts: Parts = {}): Decision<Visitor> {
  const decision = pass.handle(request(url, parts))
  assert.ok(!(decision instanceof Promise), 'synchronous')
  return decision
}

const statusOf = (decision: Decision<Visitor>) =>
  decision.kind === 'reply' ? decision.status : decision.kind

/** A provider whose sessions are kept by this backend. */
const keptBy = (backend: Partial<CookieBackend>): LoginProvider => ({
  ...oidc(CLIENT),
  backend: (sealed) => ({
    read: (exchange) => sealed.read(exchange),
    write: (exchange, state) => sealed.write(exchange, state),
    clear: (exchange) => sealed.clear(exchange),
    ...backend,
  }),
})

describe('createHallpass', () => {
  test('refuses options that are wrong', () => {
    assert.equal(refusal(() => createHallpass(optionsOf({ secrets: [] }))).code, 'invalid_config')
  })

  test('lets everybody pass without rules, and says who it is', () => {
    const { pass, cookie } = setUp()
    const stranger = decided(pass, '/anything/%2e%2e')
    assert.ok(stranger.kind === 'pass')
    assert.deepEqual(
      [stranger.visitor.user, stranger.headers, stranger.commit()],
      [undefined, [], []],
    )
    const known = decided(pass, '/', { headers: { cookie } })
    assert.equal(known.kind === 'pass' && known.visitor.user?.sub, 'user-1')
  })

  test('holds the rules: a public page, one for who is signed in, one for a group', () => {
    const guard = {
      default: 'public' as const,
      rules: [
        { path: '/account/*', access: 'login' as const },
        { path: '/admin/*', access: { group: 'admin' } },
      ],
    }
    const { pass, cookie } = setUp({ guard })
    const headers = { cookie }
    assert.equal(statusOf(decided(pass, '/')), 'pass')
    assert.equal(statusOf(decided(pass, '/account/x')), 302)
    assert.equal(statusOf(decided(pass, '/account/x', { headers: SCRIPT })), 401)
    assert.equal(statusOf(decided(pass, '/admin', { headers })), 403)
    const own = decided(pass, '/account', { headers })
    assert.ok(own.kind === 'pass')
    assert.deepEqual(own.headers, [['cache-control', 'no-store']])
    for (const url of ['//account', '/x/../account', '/%61ccount', '/account%2f', '/%', '/a#b']) {
      assert.equal(statusOf(decided(pass, url, { headers })), 400, url)
    }
  })

  test('answers with the cookie that a refused visitor is left with', () => {
    const { pass } = setUp({ guard: { default: 'login' } })
    const reply = decided(pass, '/', { headers: { cookie: '__Host-hallpass=forged' } })
    assert.ok(reply.kind === 'reply')
    assert.match(reply.headers.map(([, value]) => value).join(), /__Host-hallpass=; Max-Age=0/)
  })

  test('waits only where the app, the provider or a route does', async () => {
    const { pass, cookie } = setUp({
      guard: { default: async ({ groups }) => groups.includes('staff') },
    })
    const asked = pass.handle(request('/', { headers: { cookie } }))
    assert.ok(asked instanceof Promise)
    assert.equal((await asked).kind, 'pass')
    const route = pass.handle(request('/auth/session'))
    assert.ok(route instanceof Promise)
    assert.equal(statusOf(await route), 200)
  })

  test('lets nobody behind a rule while the session cannot be read, and says so', async () => {
    const log = new LoggedLines()
    const read = () => Promise.reject(new HallpassError('provider_unavailable', 'keys'))
    const guard = { default: 'public' as const, rules: [{ path: '/a', access: 'login' as const }] }
    const { pass } = setUp({ login: keptBy({ read }), guard, logger: log })
    assert.equal(statusOf(await pass.handle(request('/a'))), 503)
    assert.equal(statusOf(await pass.handle(request('/'))), 'pass')
    assert.match(log.text, /error the session could not be read: provider_unavailable/)
    const bug = setUp({ login: keptBy({ read: () => Promise.reject(new TypeError('bug')) }) })
    await assert.rejects(async () => await bug.pass.handle(request('/')), /bug/)
  })

  test('reads a session that another backend keeps', async () => {
    const read = async () => ({
      state: sessionOf({ login: loginOf() }),
      present: true,
      rewrite: false,
    })
    const { pass } = setUp({ login: keptBy({ read }), guard: { default: 'login' } })
    assert.equal(statusOf(await pass.handle(request('/'))), 'pass')
    assert.equal((await pass.visitor(request('/'))).user?.sub, 'user-1')
  })

  test('gives the visitor alone, whose answer carries nothing', () => {
    const { pass, cookie } = setUp()
    const visitor = pass.visitor(request('/', { headers: { cookie } }))
    assert.ok(!(visitor instanceof Promise))
    assert.equal(visitor.user?.sub, 'user-1')
  })

  test('gives the address of the login', () => {
    assert.equal(setUp().pass.loginPath('/cart?a=1'), '/auth/login?returnTo=%2Fcart%3Fa%3D1')
  })

  test('never says that somebody is signed out whose session the store does not give', async () => {
    const down = { get: () => Promise.reject(unavailable('is down')) }
    const store = Object.setPrototypeOf(down, memoryStore())
    const cookie = `__Host-hallpass=${newStoredId()}`
    const sameOrigin = { 'sec-fetch-mode': 'navigate', 'sec-fetch-site': 'same-origin' }
    for (const signedOutPage of [true, false]) {
      const pass = createHallpass(
        optionsOf({
          session: { store },
          routes: { logout: '/bye', loggedOut: '/bye' },
          signedOutPage,
          logger: new LoggedLines(),
        }),
      )
      const asked = exchangeOf({ url: '/bye', headers: { cookie, ...sameOrigin } })
      const decision = await pass.handle(asked)
      assert.ok(decision.kind === 'reply')
      assert.equal(decision.status, 503)
    }
  })

  test('refuses a change of a session that the store does not give', async () => {
    const down = { get: () => Promise.reject(unavailable('is down')) }
    const store = Object.setPrototypeOf(down, memoryStore())
    const { pass } = setUp({ session: { store } })
    const headers = { cookie: `__Host-hallpass=${newStoredId()}` }
    const looking = await pass.handle(request('/', { headers }))
    assert.ok(looking.kind === 'pass')
    assert.deepEqual(looking.visitor.session, {})
    assert.deepEqual(await looking.commit(), [])
    const changing = await pass.handle(request('/', { headers }))
    assert.ok(changing.kind === 'pass')
    Object.assign(changing.visitor.session, { a: 1 })
    await assert.rejects(Promise.resolve(changing.commit()), { code: 'store_unavailable' })
  })
})
