/** `compatCookies` beside a live Flask service that sets and reads them as flask-cognito-lib does. */

import assert from 'node:assert/strict'
import { after, beforeEach, describe, test } from 'node:test'
import { parseSetCookie } from 'cookie'
import type { TokenSet } from '../../src/session/state.ts'
import { atOnce } from '../support/at-once.ts'
import { CompatSite, startCompatPool } from '../support/compat-site.ts'
import { type FlaskRead, FlaskService, type FlaskSettings, SECRET_KEY } from './flask-service.ts'

const CLIENT_ID = 'client'

const pool = await startCompatPool(CLIENT_ID, () => Math.floor(Date.now() / 1000))
const flask = new FlaskService(pool)
after(async () => {
  flask.close()
  await pool.close()
})

/** A Flask service and one of ours on the same host, in the same browser. */
class SideBySide {
  readonly site: CompatSite
  readonly #settings: FlaskSettings

  constructor(settings: { encrypted?: boolean; domain?: string; sameSite?: 'strict' } = {}) {
    const { encrypted = true, domain, sameSite } = settings
    this.site = new CompatSite(pool, {
      secretKey: SECRET_KEY,
      refreshCookieEncrypted: encrypted,
      cookieDomain: domain,
      cookieSameSite: sameSite,
    })
    this.#settings = { clientId: CLIENT_ID, ...settings }
  }

  get #cookie(): string {
    return this.site.exchange.header('cookie') ?? ''
  }

  async flaskReads(): Promise<FlaskRead> {
    return await flask.read(this.#cookie, this.#settings)
  }

  /** Flask writes tokens, and the browser keeps them. */
  async flaskWrites(tokens: TokenSet): Promise<readonly string[]> {
    return this.#keep(await flask.write(tokens, this.#settings))
  }

  async flaskLogsOut(): Promise<void> {
    this.#keep(await flask.clear(this.#cookie, this.#settings))
  }

  /** Our service writes a login, and the browser keeps it. */
  weLogIn(tokens: TokenSet): readonly string[] {
    const { backend, exchange } = this.site
    const headers = atOnce(backend.write(exchange, this.site.loginState(tokens))) ?? assert.fail()
    return this.#keep(headers.map(([, line]) => line))
  }

  #keep(lines: readonly string[]): readonly string[] {
    this.site.store(lines.map((line) => ['set-cookie', line] as const))
    return lines
  }
}

let both: SideBySide
beforeEach(() => {
  both = new SideBySide()
})

describe('Flask reads what hallpass writes', () => {
  for (const encrypted of [true, false]) {
    test(`the refresh cookie ${encrypted ? 'encrypted' : 'in the clear'}`, async () => {
      both = new SideBySide({ encrypted })
      const tokens = await pool.pool.signIn('ann', CLIENT_ID)
      both.weLogIn(tokens)
      const read = await both.flaskReads()
      assert.equal(read.access?.sub, 'sub-ann')
      assert.deepEqual(read.access?.['cognito:groups'], ['admin'])
      assert.equal(read.id?.email, 'ann@example.com')
      assert.equal(read.refreshToken, tokens.refreshToken)
    })
  }

  test('after a refresh here, the new tokens and the old refresh token', async () => {
    const first = await pool.pool.signIn('ann', CLIENT_ID)
    both.weLogIn(first)
    const { accessToken, idToken } = await pool.pool.signIn('ann', CLIENT_ID)
    both.weLogIn({ ...first, accessToken, idToken })
    const read = await both.flaskReads()
    assert.equal(both.site.cookies.get('cognito_access_token'), accessToken)
    assert.equal(read.access?.sub, 'sub-ann')
    assert.equal(read.refreshToken, first.refreshToken)
  })

  test('after a logout here, nothing', async () => {
    both.weLogIn(await pool.pool.signIn('ann', CLIENT_ID))
    both.site.store(both.site.backend.clear(both.site.exchange))
    assert.deepEqual(await both.flaskReads(), { access: null, id: null, refreshToken: null })
  })
})

describe('hallpass reads what Flask writes', () => {
  for (const encrypted of [true, false]) {
    test(`the refresh cookie ${encrypted ? 'encrypted' : 'in the clear'}`, async () => {
      both = new SideBySide({ encrypted })
      const tokens = await pool.pool.signIn('ann', CLIENT_ID)
      await both.flaskWrites(tokens)
      const state = await both.site.request()
      assert.equal(state?.login?.user.sub, 'sub-ann')
      assert.equal(state.login.user.email, 'ann@example.com')
      assert.deepEqual(state.login.groups, ['admin'])
      const { accessToken, idToken, refreshToken } = state.login.tokens
      assert.deepEqual({ accessToken, idToken, refreshToken }, tokens)
    })
  }

  test('after a refresh in Flask, the new tokens, and the app data is still there', async () => {
    both.weLogIn(await pool.pool.signIn('ann', CLIENT_ID))
    await both.site.request({ cart: ['book'] })
    const { accessToken, idToken } = await pool.pool.signIn('ann', CLIENT_ID)
    await both.flaskWrites({ accessToken, idToken })
    const state = await both.site.request()
    assert.equal(state?.login?.tokens.accessToken, accessToken)
    assert.deepEqual(state?.data, { cart: ['book'] })
  })

  test('after a logout in Flask, nobody is signed in', async () => {
    both.weLogIn(await pool.pool.signIn('ann', CLIENT_ID))
    await both.flaskLogsOut()
    assert.equal(await both.site.request(), undefined)
    assert.deepEqual([...both.site.cookies.keys()], [])
  })
})

test('both set the same cookies: names, domain, path, ages and flags', async () => {
  both = new SideBySide({ domain: 'shop.example', sameSite: 'strict' })
  const tokens = await pool.pool.signIn('ann', CLIENT_ID)
  const ours = both.weLogIn(tokens).filter((line) => line.startsWith('cognito_'))
  const theirs = await both.flaskWrites(tokens)
  assert.deepEqual(cookiesOf(ours), cookiesOf(theirs))
})

/** By name, without the value (Fernet is random) and `Expires`, which repeats `Max-Age`. */
function cookiesOf(lines: readonly string[]): object {
  const cookies = lines.map((line) => {
    const { name, value: _value, expires: _expires, ...attributes } = parseSetCookie(line)
    return [name, attributes] as const
  })
  return Object.fromEntries(cookies)
}
