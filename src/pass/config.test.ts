import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { refusal } from '../../tests/refusal.ts'
import { everythingIn } from '../../tests/rejection.ts'
import { optionsOf, SECRET, SHOP } from '../../tests/support/core-of.ts'
import { oidc } from '../login/oidc.ts'
import { checkConfig } from './config.ts'
import type { HallpassOptions } from './options.ts'

const CLIENT = { issuer: 'https://id.example', clientId: 'shop' }

/** The error for options of any kind. */
const refused = (options: unknown) => refusal(() => checkConfig(options as HallpassOptions))
/** The faults of good options with these parts instead. */
const faults = (parts: object) =>
  (refused(optionsOf(parts)).issues ?? []).map(({ path, message }) => `${path} ${message}`)
const good = (parts: object = {}) => checkConfig(optionsOf(parts))

describe('checkConfig', () => {
  test('needs a base URL, a secret and a login; the rest has defaults', () => {
    const { providers, routes, secure } = good()
    assert.deepEqual([...providers.keys()], ['oidc'])
    assert.equal(secure, true)
    assert.equal(routes.login, '/auth/login')
    assert.equal(good({ routes: { login: '/in', logout: undefined } }).routes.login, '/in')
    assert.equal(good({ routes: { logout: undefined } }).routes.logout, '/auth/logout')
  })

  test('reports everything that is wrong at once', () => {
    const error = refused({
      baseUrl: 'http://shop.example',
      secrets: ['too short'],
      login: [oidc({ issuer: 'nowhere', clientId: '', name: 'a b' })],
      guard: { default: 'open', rules: [{ path: 'x', access: { grup: 'a' }, methods: ['get'] }] },
      session: { idle: 0, absolute: '1d', name: 'a b' },
      routes: { login: 'login', logout: '/a', session: '/a', logoff: '/b' },
      trustedProxies: ['everybody'],
      hooks: { afterLogin: true, beforelogin: () => {} },
      handlers: { error: 'page' },
      now: 5,
      logger: { info() {} },
      secret: 'x',
    })
    assert.equal(error.code, 'invalid_config')
    const paths = (error.issues ?? []).map(({ path }) => path).sort()
    assert.deepEqual(paths, [
      'baseUrl',
      'guard.default',
      'guard.rules[0].access.grup',
      'guard.rules[0].methods',
      'guard.rules[0].path',
      'handlers.error',
      'hooks.afterLogin',
      'hooks.beforelogin',
      'logger.error',
      'logger.warn',
      'login.clientId',
      'login.issuer',
      'login.name',
      'now',
      'routes.login',
      'routes.logoff',
      'secret',
      'secrets[0]',
      'session.absolute',
      'session.idle',
      'session.name',
      'trustedProxies',
    ])
    for (const path of paths) assert.ok(error.message.includes(`\n  - ${path}: `), path)
    assert.match(error.message, /has 22 faults:/)
  })

  test('refuses anything that is no options, and throws nothing else', () => {
    const things = [undefined, null, 5, 'text', [], {}, () => {}]
    for (const options of things) assert.equal(refused(options).code, 'invalid_config')
    for (const name of Object.keys({ ...optionsOf(), guard: 0, session: 0, routes: 0, hooks: 0 })) {
      for (const value of [
        null,
        5,
        'text',
        [null],
        [[]],
        {},
        { default: 'login', rules: [null] },
      ]) {
        try {
          checkConfig({ ...optionsOf(), [name]: value })
        } catch (error) {
          assert.equal((error as { code?: string }).code, 'invalid_config', `${name}: ${error}`)
        }
      }
    }
  })

  test('quotes no secret, whatever else is wrong', () => {
    const marker = 'hunter2'
    const error = refused({
      baseUrl: { marker },
      secrets: [marker, 5, { marker }],
      login: oidc({ ...CLIENT, clientSecret: '', parameters: { state: marker } }),
      session: { name: `${marker} =` },
      trustedProxies: marker,
      logger: marker,
    })
    assert.doesNotMatch(everythingIn(error), /hunter2/)
    assert.doesNotMatch(everythingIn(refused(optionsOf({ secrets: [marker] }))), /hunter2/)
  })

  test('says that a secret is missing, as an unset environment variable is', () => {
    assert.match(faults({ secrets: [undefined] }).join(), /^secrets\[0\] /)
    assert.match(faults({ secrets: [] }).join(), /^secrets/)
    assert.match(faults({ secrets: undefined }).join(), /^secrets is missing/)
    assert.ok(good({ secrets: [SECRET, undefined] }))
  })

  test('takes a rule without an access, or a guard without a default, for no rule', () => {
    assert.deepEqual(faults({ guard: { default: undefined } }), ['guard.default is missing'])
    assert.deepEqual(faults({ guard: {} }), ['guard.default is missing'])
    const rules = [{ path: '/admin/*', access: { group: undefined } }]
    assert.deepEqual(faults({ guard: { default: 'public', rules } }), [
      'guard.rules[0].access.group is missing',
    ])
    const without = [{ path: '/admin/*' }]
    assert.deepEqual(faults({ guard: { default: 'public', rules: without } }), [
      'guard.rules[0].access is missing',
    ])
  })

  test('reports every fault of the rules, whatever else is wrong with the guard', () => {
    const rules = [
      { path: 'admin', access: 'admin' },
      { path: '/b', methods: ['post'], access: 'login' },
      { path: '/c' },
      { path: 5, methods: [7], access: null },
      'no rule',
    ]
    const ofRules = [
      'guard.rules[0].access',
      'guard.rules[0].path',
      'guard.rules[1].methods',
      'guard.rules[2].access',
      'guard.rules[3].access',
      'guard.rules[3].methods[0]',
      'guard.rules[3].path',
      'guard.rules[4]',
    ]
    const at = (guard: object) => faults({ guard }).map((fault) => fault.split(' ', 1)[0])
    assert.deepEqual(at({ default: 'public', rules }).sort(), ofRules)
    assert.deepEqual(at({ rules }).sort(), ['guard.default', ...ofRules])
  })

  test('says what to give it when it is called without options', () => {
    for (const options of [undefined, null, 5, 'text', () => {}]) {
      assert.match(refused(options).message, /- options: are missing: createHallpass\(\{ baseUrl/)
    }
    assert.deepEqual(faults({ gaurd: {} }), ['gaurd is not an option: write guard'])
  })

  test('knows https in any spelling: its cookies are Secure', () => {
    for (const baseUrl of [SHOP, 'HTTPS://shop.example', ' https://shop.example', [SHOP, SHOP]]) {
      assert.equal(good({ baseUrl }).secure, true, String(baseUrl))
    }
    assert.equal(good({ baseUrl: 'http://localhost:3000' }).secure, false)
  })

  test('refuses base URLs that mix http and https, or none', () => {
    assert.deepEqual(faults({ baseUrl: [SHOP, 'HTTP://localhost'] }), [
      'baseUrl mixes http and https: use one of them',
    ])
    assert.match(faults({ baseUrl: [] }).join(), /baseUrl must name at least one/)
    assert.match(faults({ baseUrl: undefined }).join(), /^baseUrl /)
  })

  test('refuses time-outs that no cookie has', () => {
    for (const seconds of [0, -1, Number.NaN, Number.POSITIVE_INFINITY, 1e300, '60']) {
      assert.equal(faults({ session: { absolute: seconds } }).length, 1, String(seconds))
    }
    assert.deepEqual(faults({ session: { idle: 61, absolute: 60 } }), [
      'session.idle is longer than session.absolute: make it shorter',
    ])
    assert.ok(good({ session: { idle: 60, absolute: 60 } }))
  })

  test('refuses a login that is none', () => {
    const said = 'login must be what oidc() or cognito() returns, or an array of them'
    for (const login of [[], oidc, {}, [CLIENT], { resolve: 1 }]) {
      assert.deepEqual(faults({ login }), [said])
    }
    assert.deepEqual(faults({ login: undefined }), ['login is missing'])
  })

  test('refuses providers that cannot be told apart', () => {
    assert.deepEqual(faults({ login: [oidc(CLIENT), oidc(CLIENT)] }), [
      'login.name oidc is given twice: name each provider',
    ])
    for (const name of ['', 'a/b', 'é', 'x'.repeat(33)]) {
      assert.equal(faults({ login: oidc({ ...CLIENT, name }) }).length, 1)
    }
  })

  test('refuses a redirect URI on another host than the cookies are', () => {
    const login = oidc({ ...CLIENT, redirectUri: 'https://other.example/cb' })
    assert.deepEqual(faults({ login }), ['login.redirectUri is not on baseUrl: use the same host'])
  })

  test('refuses a redirect URI at the path of another page of ours', () => {
    const at = (path: string) => ({ login: oidc({ ...CLIENT, redirectUri: SHOP + path }) })
    assert.deepEqual(faults(at('/')), ['login.redirectUri is the path of routes.home'])
    assert.deepEqual(faults(at('/auth/login')), ['login.redirectUri is the path of routes.login'])
    assert.ok(good(at('/auth/callback')))
    assert.ok(good(at('/oidc/cb')))
  })

  test('refuses one redirect URI for two issuers, whose answers could be mixed up', () => {
    const redirectUri = `${SHOP}/cb`
    const a = oidc({ ...CLIENT, redirectUri, name: 'a' })
    const login = (issuer: string) => [a, oidc({ ...CLIENT, issuer, redirectUri, name: 'b' })]
    assert.deepEqual(faults({ login: login('https://other.example') }), [
      'login.redirectUri is that of another provider: use one of its own',
    ])
    assert.ok(good({ login: login(CLIENT.issuer) }))
  })

  test('takes form_post on https, and on this machine, where browsers keep a Secure cookie', () => {
    const login = oidc({ ...CLIENT, responseMode: 'form_post' })
    assert.ok(good({ login }))
    assert.ok(good({ login, baseUrl: 'http://localhost:3000' }))
  })

  test('refuses routes that are the same, or no plain paths', () => {
    assert.deepEqual(faults({ routes: { refresh: '/auth/login' } }), [
      'routes.refresh is the same path as routes.login',
    ])
    const wrong = ['', 'login', '//evil.example', '/a//b', '/a/../b', '/./a', '/a?b', '/a#b', '/é']
    for (const login of wrong) assert.equal(faults({ routes: { login } }).length, 1, login)
    assert.ok(good({ routes: { login: '/.well-known/login', home: '/' } }))
  })

  test('refuses a callback of a provider at the path of a route', () => {
    const two = [oidc({ ...CLIENT, name: 'login' }), oidc({ ...CLIENT, name: 'b' })]
    assert.deepEqual(faults({ login: two, routes: { callback: '/auth' } }), [
      'routes.callback is the same path as routes.login',
    ])
    assert.ok(good({ login: two }))
  })
})
