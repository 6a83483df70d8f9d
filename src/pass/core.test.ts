import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { exchangeOf } from '../../tests/exchange-of.ts'
import { PROPERTY_RUNS } from '../../tests/property-runs.ts'
import { SECRET, SHOP, serviceOf } from '../../tests/support/core-of.ts'
import { loginOf, sessionOf } from '../../tests/support/session-of.ts'
import type { Exchange } from '../http/exchange.ts'
import { oidc } from '../login/oidc.ts'
import type { LoginProvider } from '../login/types.ts'
import { sharedFolder } from './core.ts'

const CLIENT = { issuer: 'https://id.example', clientId: 'shop' }

describe('sharedFolder', () => {
  test('is the narrowest folder that all the paths are in', () => {
    assert.equal(sharedFolder('/auth/login', '/auth/callback', '/auth/logout'), '/auth')
    assert.equal(sharedFolder('/auth/login', '/author/callback'), '/')
    assert.equal(sharedFolder('/a/b/login', '/a/b/c/callback'), '/a/b')
    assert.equal(sharedFolder('/a/b/login', '/a/c'), '/a')
    assert.equal(sharedFolder('/login', '/callback'), '/')
    assert.equal(sharedFolder('/auth/'), '/auth')
    assert.equal(sharedFolder('/'), '/')
    assert.equal(sharedFolder(), '/')
  })

  test('is a cookie path that every one of the paths matches (RFC 6265 §5.1.4)', () => {
    const part = fc.constantFrom('a', 'ab', 'abc', 'b')
    const path = fc
      .array(part, { minLength: 1, maxLength: 4 })
      .map((parts) => `/${parts.join('/')}`)
    fc.assert(
      fc.property(fc.array(path, { minLength: 1, maxLength: 4 }), (paths) => {
        const folder = sharedFolder(...paths)
        const prefix = folder === '/' ? '/' : `${folder}/`
        for (const one of paths) assert.ok(one.startsWith(prefix), `${one} in ${folder}`)
      }),
      PROPERTY_RUNS,
    )
  })
})

describe('createCore', () => {
  test('lets a cookie of the login come back to a redirect URI as registered', () => {
    const redirectUri = `${SHOP}/oidc/cb`
    const { core, request } = serviceOf({ login: oidc({ ...CLIENT, redirectUri }) })
    const transaction = {
      ...{ state: 's'.repeat(43), nonce: 'n', codeVerifier: 'v', provider: 'oidc', returnTo: '/' },
      ...{ issuer: CLIENT.issuer, clientId: 'shop', redirectUri, startedAt: 0 },
    }
    const [header] = core.transactions.begin(request(), transaction, false)
    assert.match(header?.[1] ?? '', /Path=\/;/)
  })

  test('lets a cookie of the logout come back to the page after it', () => {
    const { core } = serviceOf({ routes: { loggedOut: '/bye/now' } })
    assert.match(core.returns.begin('s', '/')[0]?.[1] ?? '', /Path=\/bye;/)
  })

  test('keeps one client for each of the settings', () => {
    const login = oidc({ ...CLIENT, clientId: (exchange) => exchange.header('x-tenant') ?? 'none' })
    const { core } = serviceOf({ login })
    const at = (tenant: string) =>
      core.clientOf(login, exchangeOf({ headers: { 'x-tenant': tenant } }))
    assert.equal(at('a'), at('a'))
    assert.notEqual(at('a'), at('b'))
    assert.equal(at('b').settings.clientId, 'b')
  })

  test('asks an issuer once for what all clients at it need', () => {
    const login = oidc({ ...CLIENT, clientId: (exchange) => exchange.header('x-tenant') ?? 'none' })
    const { core } = serviceOf({ login })
    const at = (tenant: string) =>
      core.clientOf(login, exchangeOf({ headers: { 'x-tenant': tenant } }))
    const first = at('0')
    // More than are kept of the settings: nothing that is known of the issuer goes with them.
    for (let n = 1; n < 500; n++) {
      const { metadata, keys } = at(String(n))
      assert.ok(metadata === first.metadata && keys === first.keys)
    }
  })

  test('asks each issuer for its own', () => {
    const issuer = (exchange: Exchange) => `https://${exchange.header('x-tenant')}.example`
    const login = oidc({ ...CLIENT, issuer })
    const { core } = serviceOf({ login })
    const seen = new Set<unknown>()
    for (let n = 0; n < 300; n++) {
      const headers = { 'x-tenant': String(n) }
      seen.add(core.clientOf(login, exchangeOf({ headers })).metadata)
    }
    assert.equal(seen.size, 300)
  })

  test('knows no session of a client or provider that is no longer configured', async () => {
    const user = async (login: LoginProvider) => {
      const service = serviceOf()
      service.keep(sessionOf({ login: loginOf() }))
      const now = serviceOf({ login, secrets: [SECRET] }, undefined, service.clock)
      const exchange = exchangeOf({ headers: { cookie: service.browser.header } })
      return (await now.core.backend.read(exchange)).state?.login?.user.sub
    }
    assert.equal(await user(oidc(CLIENT)), 'user-1')
    assert.equal(await user(oidc({ ...CLIENT, name: 'other' })), undefined)
    assert.equal(await user(oidc({ ...CLIENT, clientId: 'other' })), undefined)
    assert.equal(await user(oidc({ ...CLIENT, issuer: 'https://other.example' })), undefined)
    assert.equal(await user({ ...oidc(CLIENT), disabled: true }), undefined)
    assert.equal(await user(oidc({ ...CLIENT, clientId: () => 'shop' })), 'user-1')
  })

  test('warns that a login is disabled, and then lets everybody in but where nobody may', async () => {
    const { core, log, visitor } = serviceOf({ login: { ...oidc(CLIENT), disabled: true } })
    assert.equal(core.disabled, true)
    assert.match(log.text, /^warn login is DISABLED/)
    const anybody = await visitor()
    assert.equal(await anybody.check({ group: 'admin' }), undefined)
    assert.equal((await anybody.check('deny'))?.status, 403)
    assert.equal(serviceOf().core.disabled, false)
  })

  test('shortens an idle time-out to the absolute one', () => {
    assert.deepEqual(serviceOf({ session: { absolute: 60 } }).core.lifetime, {
      idle: 60,
      absolute: 60,
    })
  })

  test('runs on the clock, the fetch and the console of the platform by default', () => {
    const { core } = serviceOf({ now: undefined, fetch: undefined, logger: undefined } as object)
    assert.ok(Math.abs(core.ports.now() - Date.now() / 1000) < 2)
    assert.equal(Math.floor(core.ports.now()), core.ports.now())
  })
})
