/** The sign-in page and the signed-out page: where they stand, and where they lead. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { exchangeOf } from '../../../tests/exchange-of.ts'
import { refusal } from '../../../tests/refusal.ts'
import { NAVIGATION, optionsOf, SCRIPT } from '../../../tests/support/core-of.ts'
import { oidc } from '../../login/oidc.ts'
import { createHallpass } from '../create.ts'
import type { HallpassOptions } from '../options.ts'

const logger = { info() {}, warn() {}, error() {} }
const guard = {
  default: 'public',
  rules: [
    { path: '/account/*', access: 'login' },
    { path: '/safe', access: { maxAge: 60, acr: 'mfa' } },
  ],
} as const
const passOf = (more: Partial<HallpassOptions> = {}) =>
  createHallpass(optionsOf({ guard, logger, signInPage: true, ...more }))
async function ask(
  pass: ReturnType<typeof passOf>,
  url: string,
  headers: Readonly<Record<string, string>> = NAVIGATION,
) {
  const decision = await pass.handle(exchangeOf({ url, headers }))
  if (decision.kind === 'pass') return { kind: 'pass', status: 0, location: '', body: '' } as const
  const { kind, status, headers: sent, body = '' } = decision
  return { kind, status, location: new Map(sent).get('location') ?? '', body }
}

describe('the sign-in page', () => {
  test('comes before the login, and leads on to it with what was asked for', async () => {
    const pass = passOf()
    const to = await ask(pass, '/account/orders?x=1')
    assert.equal(to.status, 302)
    assert.equal(to.location, '/auth/sign-in?returnTo=%2Faccount%2Forders%3Fx%3D1')
    const shown = await ask(pass, to.location)
    assert.equal(shown.status, 200)
    const href = /<a class="main" href="([^"]+)">Sign in</.exec(shown.body)?.[1] ?? ''
    const login = new URL(href.replaceAll('&amp;', '&'), 'https://shop.example')
    assert.equal(login.searchParams.get('returnTo'), '/account/orders?x=1')
    assert.match(shown.body, /<code dir="ltr">\/account\/orders<\/code>/)
  })

  test('has a button for each provider', async () => {
    const login = ['one', 'two'].map((name) =>
      oidc({ issuer: `https://${name}.example`, clientId: 'shop', name, label: `At ${name}` }),
    )
    const { body } = await ask(passOf({ login }), '/auth/sign-in?returnTo=/account')
    assert.match(body, /class="main" href="[^"]*provider=one">At one</)
    assert.match(body, /class="main" href="[^"]*provider=two">At two</)
  })

  test('keeps what a step-up asks for, and asks to confirm', async () => {
    const shown = await ask(passOf(), '/auth/sign-in?returnTo=/safe&max_age=60&acr_values=mfa')
    assert.match(shown.body, /Please confirm that it is you/)
    assert.match(shown.body, /max_age=60&amp;acr_values=mfa/)
  })

  test('never leads to another origin or to itself', async () => {
    for (const returnTo of [
      '//evil.example',
      'https://evil.example/',
      '/auth/sign-in?x',
      '/auth/login',
    ]) {
      const query = new URLSearchParams({ returnTo })
      const { body } = await ask(passOf(), `/auth/sign-in?${query}`)
      assert.match(body, /\/auth\/login\?returnTo=%2F&/)
    }
  })

  test('is nothing for scripts, and its path is the app’s without the option', async () => {
    const api = await ask(passOf(), '/account/orders', SCRIPT)
    assert.equal(api.status, 401)
    assert.match(api.body, /"login":"\/auth\/login\?/)
    assert.equal((await ask(passOf(), '/auth/sign-in', SCRIPT)).status, 401)
    assert.equal((await ask(passOf({ signInPage: false }), '/auth/sign-in')).kind, 'pass')
    const routes = { signIn: '/auth/login' }
    assert.equal(refusal(() => passOf({ routes })).issues?.length, 1)
    assert.ok(passOf({ routes, signInPage: false }))
  })
})

describe('the signed-out page', () => {
  test('is where the provider sends the browser back to', async () => {
    const { status, body } = await ask(passOf({ signedOutPage: true }), '/auth/logged-out')
    assert.equal(status, 200)
    assert.match(body, /You are signed out/)
    assert.match(body, /href="\/auth\/login\?returnTo=%2F">Sign in again</)
    const before = await ask(passOf(), '/auth/logged-out')
    assert.equal(before.location, '/')
    const wrong = await ask(passOf({ signedOutPage: true }), '/auth/logged-out?state=x')
    assert.equal(wrong.location, '/auth/logged-out')
  })

  test('takes the place of the app’s page where both routes are one', async () => {
    const routes = { logout: '/sign-out', loggedOut: '/sign-out' }
    assert.equal((await ask(passOf({ routes }), '/sign-out')).kind, 'pass')
    const { body } = await ask(passOf({ routes, signedOutPage: true }), '/sign-out')
    assert.match(body, /You are signed out/)
  })
})

describe('the theme', () => {
  test('is on every page, and on what requireLogin answers', async () => {
    const pass = passOf({ theme: { name: 'Northwind' } })
    for (const url of ['/auth/sign-in', '/auth/logout', '/auth/callback?state=x', '/a%00']) {
      assert.match((await ask(pass, url)).body, /<bdi>Northwind<\/bdi>/, url)
    }
    const decision = await pass.handle(exchangeOf({ headers: NAVIGATION }))
    assert.ok(decision.kind === 'pass')
    assert.match((await decision.visitor.check('deny'))?.body ?? '', /<bdi>Northwind<\/bdi>/)
  })

  test('is checked: no script, no other scheme, no colour that is none', () => {
    const said = (theme: object) => refusal(() => passOf({ theme })).issues?.map(({ path }) => path)
    for (const logo of [
      'javascript:alert(1)',
      '//evil.example/x',
      '/\\evil.example',
      'http://shop.example/logo.png',
      'data:text/html,x',
      'https://u:p@cdn.example/x',
      '/a"b',
    ]) {
      assert.deepEqual(said({ logo }), ['theme.logo'], logo)
    }
    assert.deepEqual(said({ accent: 'red', name: 'a\nb' }), ['theme.name', 'theme.accent'])
    for (const logo of [
      '/logo.svg?v=1',
      'https://cdn.example/x.png',
      'data:image/png;base64,AA==',
    ]) {
      assert.ok(passOf({ theme: { logo } }))
    }
  })

  test('a logo that is not public is said at the start', () => {
    const lines: string[] = []
    const warn = (line: string) => lines.push(line)
    const closed = { default: 'login' } as const
    passOf({ theme: { logo: '/logo.svg' }, guard: closed, logger: { ...logger, warn } })
    const said = 'asks for a login, and visitors who are signed out do not see it'
    const rule = "{ path: '/logo.svg', access: 'public' }"
    assert.deepEqual(lines, [`theme.logo ${said}: add ${rule} to guard.rules`])
  })
})
