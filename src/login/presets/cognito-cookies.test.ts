import assert from 'node:assert/strict'
import { after, beforeEach, describe, test } from 'node:test'
import { exchangeOf } from '../../../tests/exchange-of.ts'
import { atOnce } from '../../../tests/support/at-once.ts'
import { CompatSite, startCompatPool } from '../../../tests/support/compat-site.ts'
import type { Exchange } from '../../http/exchange.ts'

const CLIENT = 'client'
let clock = 1_700_000_000
const pool = await startCompatPool(CLIENT, () => clock)
after(() => pool.close())

const ALL = ['cognito_access_token', 'cognito_id_token', 'cognito_refresh_token'] as const
const SEALED = '__Host-hallpass'

let site: CompatSite
beforeEach(() => {
  clock = 1_700_000_000
  site = new CompatSite(pool)
})

describe('signed in by Flask', () => {
  test('is signed in here, with claims, groups, tokens and their times', async () => {
    const tokens = await site.flaskLogin('ann')
    const state = await site.request()
    assert.equal(state?.login?.user.sub, 'sub-ann')
    assert.deepEqual(state.login.groups, ['admin'])
    assert.deepEqual(state.login.tokens, {
      ...tokens,
      accessTokenExpiresAt: clock + 3600,
      refreshAt: clock + 3540,
    })
    assert.deepEqual(state.data, {})
  })

  test('is known without a promise once the tokens were verified', async () => {
    await site.flaskLogin('ann')
    assert.ok(site.backend.read(site.exchange) instanceof Promise)
    await site.request()
    assert.ok(!(site.backend.read(site.exchange) instanceof Promise))
  })

  test('keeps the app data that is written here, without the tokens in our cookie', async () => {
    await site.flaskLogin('ann')
    await site.request({ cart: ['book'] })
    assert.deepEqual((await site.request())?.data, { cart: ['book'] })
    assert.ok((site.cookies.get(SEALED) ?? '').length < 1000)
    assert.ok((site.cookies.get('cognito_access_token') ?? '').length > 500)
  })

  test('has the same session id in every request until the next login', async () => {
    await site.flaskLogin('ann')
    const first = await site.backend.read(site.exchange)
    const second = await site.backend.read(site.exchange)
    assert.equal(first.state?.id, second.state?.id)
    await site.flaskLogin('ann')
    site.drop(SEALED)
    assert.notEqual((await site.backend.read(site.exchange)).state?.id, first.state?.id)
  })

  test('takes no data over from a visitor who was signed out, nor from another user', async () => {
    const data = { cart: ['of nobody'] }
    const nobody = { id: 'anonymous', createdAt: clock, seenAt: clock, data }
    site.store(atOnce(site.backend.write(site.exchange, nobody)))
    assert.deepEqual((await site.request())?.data, data)
    await site.flaskLogin('ann')
    assert.deepEqual((await site.request({ cart: ['of ann'] }))?.data, {})
    await site.flaskLogin('bob')
    const bob = await site.request()
    assert.equal(bob?.login?.user.sub, 'sub-bob')
    assert.deepEqual(bob.data, {})
  })
})

describe('refreshed by Flask', () => {
  test('is followed, and the app data stays', async () => {
    await site.flaskLogin('ann')
    await site.request({ cart: ['book'] })
    clock += 1700
    const { accessToken } = await site.flaskLogin('ann')
    const state = await site.request()
    assert.equal(state?.login?.tokens.accessToken, accessToken)
    assert.deepEqual(state?.data, { cart: ['book'] })
  })

  test('by a new refresh token too: it is the one that counts when the others ran out', async () => {
    await site.flaskLogin('ann')
    await site.request()
    const { refreshToken } = await site.flaskLogin('ann')
    await site.request()
    site.drop('cognito_access_token', 'cognito_id_token')
    assert.equal((await site.request())?.login?.tokens.refreshToken, refreshToken)
  })
})

describe('signed out in Flask', () => {
  test('is signed out here, and our cookie is cleared', async () => {
    await site.flaskLogin('ann')
    await site.request({ cart: ['book'] })
    site.drop(...ALL)
    assert.equal(await site.request(), undefined)
    assert.deepEqual([...site.cookies.keys()], [])
  })

  test('and back in as another user, sees nothing of the first one', async () => {
    await site.flaskLogin('ann')
    await site.request({ cart: ['of ann'] })
    site.drop(...ALL)
    await site.flaskLogin('bob')
    assert.deepEqual((await site.request())?.data, {})
  })
})

describe('a login here', () => {
  test('writes the three cookies, and says nothing new about them afterwards', async () => {
    const state = site.loginState(await pool.pool.signIn('ann', CLIENT))
    const written = site.store(atOnce(site.backend.write(site.exchange, state)))
    assert.deepEqual(written, [SEALED, ...ALL])
    const read = await site.backend.read(site.exchange)
    assert.equal(read.state?.id, 'of-this-login')
    assert.equal(read.rewrite, false)
    assert.ok(read.state)
    const later = { ...read.state, seenAt: clock + 100, data: { cart: [] } }
    assert.deepEqual(site.store(atOnce(site.backend.write(site.exchange, later))), [SEALED])
  })

  test('of another provider stays wholly in our cookie', async () => {
    const base = site.loginState({ accessToken: 'opaque', refreshToken: 'opaque' })
    const state = { ...base, login: { ...(base.login ?? assert.fail()), provider: 'other' } }
    assert.deepEqual(site.store(atOnce(site.backend.write(site.exchange, state))), [SEALED])
    assert.equal((await site.request())?.login?.tokens.accessToken, 'opaque')
  })
})

describe('a logout here', () => {
  test('clears all four cookies', async () => {
    await site.flaskLogin('ann')
    await site.request()
    assert.deepEqual(site.store(site.backend.clear(site.exchange)), [SEALED, ...ALL])
    assert.deepEqual([...site.cookies.keys()], [])
  })

  test('cannot be undone with a copy of the cookies', async () => {
    await site.flaskLogin('ann')
    await site.request()
    const copy = new Map(site.cookies)
    site.store(site.backend.clear(site.exchange))
    for (const name of ALL) site.cookies.set(name, copy.get(name) ?? '')
    assert.equal(await site.request(), undefined)
  })
})

describe('cookies that are not good', () => {
  test('sign nobody in: forged, swapped, alone, no JWT at all', async () => {
    const { accessToken, idToken } = await pool.pool.signIn('ann', CLIENT)
    const bob = await pool.pool.signIn('bob', CLIENT)
    const changed = `${accessToken.slice(0, -5)}AAAAA`
    for (const [access, id] of [
      [changed, idToken],
      [idToken, idToken],
      [accessToken, bob.idToken],
      [accessToken, ''],
      ['', idToken],
      ['x.y.z', 'x.y.z'],
      ['%', '%'],
    ] as const) {
      const other = new CompatSite(pool)
      other.cookies.set('cognito_access_token', access).set('cognito_id_token', id)
      assert.equal(await other.request(), undefined)
    }
  })

  test('of another client are not good here, even when they were for another tenant', async () => {
    const clientId = (exchange: Exchange) => exchange.header('x-client') ?? CLIENT
    site = new CompatSite(pool, { clientId })
    await site.flaskLogin('ann')
    await site.request()
    const cookie = site.exchange.header('cookie') ?? ''
    const other = exchangeOf({ headers: { cookie, 'x-client': 'other' } })
    assert.ok(site.backend.read(other) instanceof Promise)
    assert.ok(!(site.backend.read(site.exchange) instanceof Promise))
  })

  test('a forged cookie of ours costs nobody the sign-in', async () => {
    await site.flaskLogin('ann')
    site.cookies.set(SEALED, 'hp1.forged')
    assert.equal((await site.request())?.login?.user.sub, 'sub-ann')
  })
})

test('while the keys cannot be had, the request fails and nothing is cleared', async () => {
  pool.setDown(true)
  try {
    await site.flaskLogin('ann')
    await assert.rejects(async () => site.backend.read(site.exchange), {
      code: 'provider_unavailable',
    })
  } finally {
    pool.setDown(false)
  }
})
