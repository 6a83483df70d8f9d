/** Cognito from the login page to the logout page, on a pool that stands in for AWS. */

import assert from 'node:assert/strict'
import { afterEach, describe, test } from 'node:test'
import * as jose from 'jose'
import type { LoginEvent } from '../../src/pass/options.ts'
import {
  type CognitoShop,
  MARKET,
  PUBLIC,
  SHOP,
  type ShopOptions,
  signIn,
  startCognitoShop,
} from '../support/cognito-shop.ts'

let shop: CognitoShop
afterEach(() => shop.close())

async function open(options: ShopOptions = {}): Promise<CognitoShop> {
  shop = await startCognitoShop(options)
  return shop
}

const REFRESH = { refreshFlowEnabled: true }
const REFRESHED = 'POST /oauth2/token refresh_token'

describe('a login', () => {
  test('comes back to the page that was asked for, with claims and groups', async () => {
    await open()
    const page = await signIn(shop.browser(), `${SHOP}/account?tab=orders`, 'ann')
    assert.equal(page.url, `${SHOP}/account?tab=orders`)
    const { user, groups } = page.json()
    assert.deepEqual(groups, ['admin', 'editor'])
    assert.deepEqual(user, {
      sub: 'sub-ann',
      'cognito:groups': ['admin', 'editor'],
      'cognito:username': 'ann',
      email: 'ann@example.com',
      email_verified: true,
      iss: shop.pool.issuer,
      auth_time: shop.clock.time,
    })
  })

  test('asks AWS for tokens and keys, and for nothing else', async () => {
    await open()
    await shop.signedIn('ann')
    const keys = `GET /${shop.pool.userPoolId}/.well-known/jwks.json`
    assert.deepEqual(shop.pool.calls, [
      'GET /oauth2/authorize',
      'GET /login',
      'POST /login',
      'POST /oauth2/token authorization_code',
      keys,
    ])
  })

  test('of a public client needs no secret', async () => {
    await open({ login: { clientId: PUBLIC, clientSecret: undefined, ...REFRESH } })
    const browser = await shop.signedIn('ann')
    shop.clock.time += 3541
    assert.equal((await browser.send(`${SHOP}/account`)).status, 200)
    assert.ok(shop.pool.calls.includes(REFRESHED))
    await browser.visit(`${SHOP}/auth/logout`, { method: 'POST', from: SHOP })
    assert.doesNotMatch(shop.log.text, /^(warn|error)/m)
  })

  test('with a wrong secret ends in a page that says so, without a session', async () => {
    await open({ login: { clientSecret: 'wrong' } })
    const page = await signIn(shop.browser(), `${SHOP}/account`, 'ann')
    assert.equal(page.status, 502)
    assert.match(page.headers['content-type'] ?? '', /^text\/html/)
    assert.deepEqual(
      page.cookies.filter((line) => line.startsWith('__Host-hallpass=')),
      [],
    )
  })

  test("carries the app's own state, sealed, and its hook sees it", async () => {
    const seen: LoginEvent[] = []
    const afterLogin = (event: LoginEvent) => void seen.push(event)
    await open({ hallpass: { hooks: { afterLogin } } })
    const browser = shop.browser()
    await signIn(browser, `${SHOP}/auth/login?appState=campaign-7&returnTo=/account`, 'ann')
    assert.equal(seen[0]?.appState, 'campaign-7')
    assert.equal(seen[0]?.claims.accessToken.client_id, 'confidential')
    assert.equal(seen[0]?.claims.idToken.token_use, 'id')
    const redirect = await browser.send(`${SHOP}/auth/login?appState=campaign-7`)
    assert.doesNotMatch(redirect.headers.location ?? '', /campaign/)
  })

  test('asks for the scopes and parameters of the options', async () => {
    const scopes = ['openid', 'email', 'shop/read']
    await open({ login: { scopes, parameters: { identity_provider: 'Google', lang: 'de' } } })
    const { headers } = await shop.browser().send(`${SHOP}/auth/login`)
    const asked = new URL(headers.location ?? '').searchParams
    assert.equal(asked.get('scope'), 'openid email shop/read')
    assert.equal(asked.get('identity_provider'), 'Google')
    assert.equal(asked.get('lang'), 'de')
  })

  test('goes back to a redirect URL that is made for each request', async () => {
    await open({
      login: { redirectUrl: (exchange) => `https://${exchange.header('host')}/postlogin` },
      hallpass: { routes: { callback: '/postlogin' } },
    })
    for (const origin of [SHOP, MARKET]) {
      const page = await signIn(shop.browser(), `${origin}/account`, 'ann')
      assert.equal(page.url, `${origin}/account`)
    }
  })

  test('while AWS is down ends in a page that can be tried again', async () => {
    await open()
    const form = await shop.browser().visit(`${SHOP}/account`)
    assert.equal(new URL(form.url).origin, shop.pool.origin)
    shop.pool.setDown(true)
    const browser = shop.browser()
    const page = await signIn(browser, `${SHOP}/account`, 'ann')
    assert.equal(page.status, 502)
    assert.notEqual(page.headers['retry-after'], undefined)
    assert.equal((await browser.send(`${SHOP}/`)).body, 'public')
    shop.pool.setDown(false)
    assert.equal((await browser.visit(`${SHOP}/account`)).status, 200)
  })
})

describe('groups', () => {
  for (const [username, status] of [
    ['ann', { admin: 200, edit: 200, both: 200 }],
    ['eve', { admin: 403, edit: 200, both: 403 }],
    ['bob', { admin: 403, edit: 403, both: 403 }],
  ] as const) {
    test(`of ${username}: ${JSON.stringify(status)}`, async () => {
      await open()
      const browser = await shop.signedIn(username)
      const found = Object.keys(status).map(async (path) => {
        const answer = await browser.send(`${SHOP}/${path}`)
        return [path, answer.status] as const
      })
      assert.deepEqual(Object.fromEntries(await Promise.all(found)), status)
    })
  }
})

describe('a refresh', () => {
  for (const rotation of [false, true]) {
    test(`comes before the access token runs out, ${rotation ? 'with' : 'without'} rotation`, async () => {
      await open({ login: REFRESH, pool: { rotation } })
      const browser = await shop.signedIn('ann')
      const first = (await browser.send(`${SHOP}/token`)).body
      for (const times of [1, 2]) {
        shop.clock.time += 3541
        const next = (await browser.send(`${SHOP}/token`)).body
        assert.notEqual(next, first)
        assert.equal(jose.decodeJwt(next).iat, shop.clock.time)
        const refreshes = shop.pool.calls.filter((call) => call === REFRESHED)
        assert.equal(refreshes.length, times)
      }
    })
  }

  test('is made at once by POST /auth/refresh', async () => {
    await open({ login: REFRESH })
    const browser = await shop.signedIn('ann')
    const request = { method: 'POST', mode: 'cors', from: SHOP } as const
    const answer = await browser.send(`${SHOP}/auth/refresh`, request)
    assert.equal(answer.status, 200)
    assert.equal(answer.json().signedIn, true)
    assert.ok(shop.pool.calls.includes(REFRESHED))
  })

  test('that Cognito refuses ends the session', async () => {
    await open({ login: REFRESH })
    const browser = await shop.signedIn('ann')
    shop.pool.pool.revokeAll()
    shop.clock.time += 3600
    const answer = await browser.send(`${SHOP}/account`)
    assert.equal(answer.status, 302)
    assert.equal(browser.jar.at(SHOP)['__Host-hallpass'], undefined)
  })

  test('is not made unless refreshFlowEnabled says so', async () => {
    await open()
    const browser = await shop.signedIn('ann')
    shop.clock.time += 3541
    await browser.send(`${SHOP}/account`)
    assert.ok(!shop.pool.calls.includes(REFRESHED))
  })
})

describe('a logout', () => {
  test('revokes the refresh token and passes by the logout page of Cognito', async () => {
    await open({ login: { ...REFRESH, logoutUrl: `${SHOP}/postlogout` } })
    const browser = await shop.signedIn('ann')
    const request = { method: 'POST', from: `${SHOP}/account` }
    const { headers } = await browser.send(`${SHOP}/auth/logout`, request)
    const logoutUri = encodeURIComponent(`${SHOP}/postlogout`)
    const page = `${shop.pool.origin}/logout?client_id=confidential&logout_uri=${logoutUri}`
    assert.equal(headers.location, page)
    assert.equal(shop.pool.calls.at(-1), 'POST /oauth2/revoke')
    assert.equal(shop.pool.pool.liveTokens, 0)
    assert.equal((await browser.visit(page)).url, `${SHOP}/postlogout`)
    // Neither here nor at Cognito is a session left: the form is asked for again.
    const form = await browser.visit(`${SHOP}/account`)
    assert.equal(new URL(form.url).pathname, '/login')
    assert.doesNotMatch(shop.log.text, /^(warn|error)/m)
  })

  test('without a refresh token asks Cognito to revoke nothing', async () => {
    await open()
    const browser = await shop.signedIn('ann')
    await browser.visit(`${SHOP}/auth/logout`, { method: 'POST', from: SHOP })
    assert.ok(!shop.pool.calls.includes('POST /oauth2/revoke'))
    assert.doesNotMatch(shop.log.text, /^(warn|error)/m)
  })
})

test('disabled: every page is open, AWS is never asked, and the log says so', async () => {
  await open({ login: { disabled: true, userPoolId: undefined } })
  const browser = shop.browser()
  for (const path of ['/admin', '/both']) {
    assert.equal((await browser.send(`${SHOP}${path}`)).status, 200)
  }
  assert.deepEqual((await browser.send(`${SHOP}/account`)).json(), { groups: [], session: {} })
  assert.deepEqual(shop.pool.calls, [])
  assert.match(shop.log.text, /warn .*DISABLED/)
})
