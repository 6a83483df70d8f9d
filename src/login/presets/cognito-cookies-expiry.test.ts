import assert from 'node:assert/strict'
import { after, beforeEach, describe, test } from 'node:test'
import { CompatSite, startCompatPool } from '../../../tests/support/compat-site.ts'

let clock = 1_700_000_000
const pool = await startCompatPool('client', () => clock)
after(() => pool.close())

let site: CompatSite
beforeEach(() => {
  clock = 1_700_000_000
  site = new CompatSite(pool)
})

describe('when the access token ran out', () => {
  test('the refresh token of this session is due at once', async () => {
    const { refreshToken } = await site.flaskLogin('ann')
    await site.request({ cart: ['book'] })
    site.drop('cognito_access_token', 'cognito_id_token')
    const state = await site.request()
    assert.deepEqual(state?.login?.tokens, { refreshToken, accessTokenExpiresAt: 0, refreshAt: 0 })
    assert.equal(state?.login?.user.sub, 'sub-ann')
    assert.deepEqual(state?.data, { cart: ['book'] })
  })

  test('so it is with the cookies still there', async () => {
    await site.flaskLogin('ann')
    await site.request()
    clock += 3599
    assert.equal((await site.request())?.login?.tokens.refreshAt, 1_700_003_540)
    await site.request({ cart: ['book'] })
    clock += 1
    assert.equal((await site.request())?.login?.tokens.refreshAt, 0)
  })

  test("another's refresh token does not keep this session", async () => {
    await site.flaskLogin('ann')
    await site.request()
    await site.flaskLogin('bob')
    site.drop('cognito_access_token', 'cognito_id_token')
    assert.equal(await site.request(), undefined)
  })

  test('a refresh token without a session of ours is left for Flask to use', async () => {
    await site.flaskLogin('ann')
    site.drop('cognito_access_token', 'cognito_id_token')
    assert.equal(await site.request(), undefined)
    assert.deepEqual([...site.cookies.keys()], ['cognito_refresh_token'])
  })

  test('without the refresh flow the visitor is signed out, to the second', async () => {
    site = new CompatSite(pool, { refreshFlowEnabled: false })
    await site.flaskLogin('ann')
    clock += 3599
    assert.equal((await site.request())?.login?.user.sub, 'sub-ann')
    clock += 1
    assert.equal(await site.request(), undefined)
  })

  test('the leeway prolongs it', async () => {
    site = new CompatSite(pool, { refreshFlowEnabled: false, expirationLeeway: 10 })
    await site.flaskLogin('ann')
    await site.request()
    clock += 3609
    assert.equal((await site.request())?.login?.user.sub, 'sub-ann')
    clock += 1
    assert.equal(await site.request(), undefined)
  })
})
