/** A shop with `compatCookies` and a live Flask service on the same host, in one browser. */

import assert from 'node:assert/strict'
import { after, beforeEach, describe, test } from 'node:test'
import type { TokenSet } from '../../src/session/state.ts'
import { type FlaskRead, FlaskService, SECRET_KEY } from '../python/flask-service.ts'
import type { Browser } from '../support/browser.ts'
import { CONFIDENTIAL, SHOP, startCognitoShop } from '../support/cognito-shop.ts'

// Python looks at the real clock. Tokens that the pool writes now are still good for it when our
// clock has gone on by nearly their whole life.
const START = Math.floor(Date.now() / 1000) - 3500
const FLASK = { clientId: CONFIDENTIAL }
const COOKIES = ['cognito_access_token', 'cognito_id_token', 'cognito_refresh_token'] as const

const shop = await startCognitoShop({
  time: START,
  login: { compatCookies: true, refreshFlowEnabled: true, secretKey: SECRET_KEY },
})
const flask = new FlaskService(shop.pool)
after(async () => {
  flask.close()
  await shop.close()
})
beforeEach(() => {
  shop.clock.time = START
})

function cookieOf(browser: Browser): string {
  return browser.jar.header(new URL(SHOP), { method: 'GET', navigation: true }) ?? ''
}

async function flaskReads(browser: Browser): Promise<FlaskRead> {
  return await flask.read(cookieOf(browser), FLASK)
}

async function flaskLogsIn(browser: Browser, username: string): Promise<TokenSet> {
  const tokens = await shop.pool.pool.signIn(username, CONFIDENTIAL)
  browser.jar.store(new URL(SHOP), await flask.write(tokens, FLASK))
  return tokens
}

function drop(browser: Browser, ...names: readonly string[]): void {
  const lines = names.map((name) => `${name}=; Path=/; Secure; Max-Age=0`)
  browser.jar.store(new URL(SHOP), lines)
}

async function sub(browser: Browser): Promise<unknown> {
  const answer = await browser.send(`${SHOP}/account`)
  if (answer.status !== 200) return answer.status
  const { user } = answer.json()
  return user instanceof Object && 'sub' in user ? user.sub : undefined
}

describe('a login in the shop', () => {
  test('is one in Flask, with the groups, and the cookies are all there is', async () => {
    const browser = await shop.signedIn('ann')
    const read = await flaskReads(browser)
    assert.equal(read.access?.sub, 'sub-ann')
    assert.deepEqual(read.access?.['cognito:groups'], ['admin', 'editor'])
    assert.equal(read.id?.email, 'ann@example.com')
    assert.match(read.refreshToken ?? '', /^eyJ/)
    assert.deepEqual(Object.keys(browser.jar.at(SHOP)).sort(), ['__Host-hallpass', ...COOKIES])
  })

  test('and a refresh there reaches Flask', async () => {
    const browser = await shop.signedIn('ann')
    const before = await flaskReads(browser)
    shop.clock.time += 3490
    const request = { method: 'POST', mode: 'cors', from: SHOP } as const
    assert.equal((await browser.send(`${SHOP}/auth/refresh`, request)).status, 200)
    const now = await flaskReads(browser)
    assert.equal(now.access?.iat, shop.clock.time)
    assert.equal(now.refreshToken, before.refreshToken)
  })

  test('ends in Flask with a logout in the shop, which revokes the refresh token', async () => {
    const browser = await shop.signedIn('ann')
    const live = shop.pool.pool.liveTokens
    await browser.visit(`${SHOP}/auth/logout`, { method: 'POST', from: SHOP })
    assert.deepEqual(await flaskReads(browser), { access: null, id: null, refreshToken: null })
    assert.equal(shop.pool.pool.liveTokens, live - 1)
    assert.deepEqual(Object.keys(browser.jar.at(SHOP)), [])
  })

  test('ends in the shop with a logout in Flask', async () => {
    const browser = await shop.signedIn('ann')
    browser.jar.store(new URL(SHOP), await flask.clear(cookieOf(browser), FLASK))
    assert.equal(await sub(browser), 302)
    assert.deepEqual(Object.keys(browser.jar.at(SHOP)), [])
  })
})

describe('a login in Flask', () => {
  test('is one in the shop, with groups, and data of its own', async () => {
    const browser = shop.browser()
    await flaskLogsIn(browser, 'eve')
    assert.equal(await sub(browser), 'sub-eve')
    assert.equal((await browser.send(`${SHOP}/edit`)).status, 200)
    assert.equal((await browser.send(`${SHOP}/admin`)).status, 403)
    await browser.send(`${SHOP}/cart?book`)
    const { session } = (await browser.send(`${SHOP}/account`)).json()
    assert.deepEqual(session, { cart: 'book' })
  })

  test('as another user leaves nothing of the first in the shop', async () => {
    const browser = shop.browser()
    await flaskLogsIn(browser, 'ann')
    await browser.send(`${SHOP}/cart?of-ann`)
    await flaskLogsIn(browser, 'bob')
    const { session, groups } = (await browser.send(`${SHOP}/account`)).json()
    assert.deepEqual({ session, groups }, { session: {}, groups: [] })
  })

  test('is refreshed by the shop when the access cookie has gone, and Flask has it back', async () => {
    const browser = shop.browser()
    const { refreshToken } = await flaskLogsIn(browser, 'ann')
    await browser.send(`${SHOP}/cart?book`)
    drop(browser, 'cognito_access_token', 'cognito_id_token')
    shop.clock.time += 1800
    const { user, session } = (await browser.send(`${SHOP}/account`)).json()
    assert.ok(user instanceof Object && 'sub' in user && user.sub === 'sub-ann')
    assert.deepEqual(session, { cart: 'book' })
    const read = await flaskReads(browser)
    assert.equal(read.access?.iat, shop.clock.time)
    assert.equal(read.refreshToken, refreshToken)
  })

  test('ends with a logout in the shop, also for who was never there before', async () => {
    const browser = shop.browser()
    await flaskLogsIn(browser, 'ann')
    const live = shop.pool.pool.liveTokens
    await browser.visit(`${SHOP}/auth/logout`, { method: 'POST', from: SHOP })
    assert.equal(shop.pool.pool.liveTokens, live - 1)
    assert.deepEqual(await flaskReads(browser), { access: null, id: null, refreshToken: null })
  })
})
