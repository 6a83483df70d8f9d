import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { headerOf, jsonOf, tokenService } from '../../../tests/support/token-service.ts'

describe('POST /renew', () => {
  test('gives the next tokens of the same session', async () => {
    const { login, post, tokens, clock } = tokenService()
    const first = await login()
    clock.time += 1000
    const reply = await post('/renew', { refreshToken: first.refreshToken })
    assert.equal(reply.status, 200)
    assert.equal(headerOf(reply, 'cache-control'), 'no-store')
    const next = jsonOf(reply)
    assert.deepEqual(Object.keys(next).sort(), ['refreshToken', 'token'])
    assert.notEqual(next.refreshToken, first.refreshToken)
    const { claims, issuedAt } = await tokens.verify(String(next.token))
    assert.equal(claims.sub, 'una')
    assert.equal(issuedAt, clock.time)
  })

  test('a token that is none, and one of a session that is over, get the same 401', async () => {
    const { login, post, refreshTokens } = tokenService()
    const { refreshToken } = await login()
    await refreshTokens.endAll('una')
    const over = await post('/renew', { refreshToken })
    const none = await post('/renew', { refreshToken: 'x' })
    assert.deepEqual(over, none)
    assert.deepEqual([over.status, jsonOf(over).code], [401, 'refresh_token_invalid'])
    assert.ok(!over.body?.includes(refreshToken))
  })

  test('a spent token ends the session, and the access tokens of it open nothing here', async () => {
    const { login, post, ask, clock } = tokenService()
    const { refreshToken } = await login()
    const second = jsonOf(await post('/renew', { refreshToken }))
    clock.time += 10
    const third = jsonOf(await post('/renew', { refreshToken: second.refreshToken }))
    clock.time += 100
    assert.equal((await post('/renew', { refreshToken })).status, 401)
    assert.equal((await post('/renew', { refreshToken: third.refreshToken })).status, 401)
    const headers = { authorization: `Bearer ${third.token}` }
    assert.equal((await ask({ url: '/sessions', headers })).status, 401)
  })

  test('a user who is not there any more is put out at the next renewal', async () => {
    const gone = new Set<string>()
    const { login, post, refreshTokens } = tokenService({
      claims: ({ id, sub }) => (gone.has(sub) ? undefined : { sub, refreshTokenId: id }),
    })
    const { refreshToken } = await login()
    gone.add('una')
    const reply = await post('/renew', { refreshToken })
    assert.deepEqual([reply.status, jsonOf(reply).code], [401, 'refresh_token_invalid'])
    assert.deepEqual(await refreshTokens.list('una'), [])
  })

  test('an app that fails while it renews leaves the session, and the token works again', async () => {
    let fails = false
    const { login, post } = tokenService({
      claims({ id, sub }) {
        if (fails) throw new Error('the database broke')
        return { sub, refreshTokenId: id }
      },
    })
    const { refreshToken } = await login()
    fails = true
    assert.equal((await post('/renew', { refreshToken })).status, 500)
    fails = false
    assert.equal((await post('/renew', { refreshToken })).status, 200)
  })

  test('logins that are limited stop no renewal', async () => {
    const { login, post } = tokenService()
    const { refreshToken } = await login()
    for (let i = 0; i < 40; i += 1) await post('/login', { username: 'una', password: 'wrong' })
    assert.equal((await post('/login', { username: 'eda', password: 'x' })).status, 429)
    assert.equal((await post('/renew', { refreshToken })).status, 200)
  })

  test('a flood of one address is limited, and others go on', async () => {
    const { post, login, clock } = tokenService({ limits: { requests: { tries: 5, per: 10 } } })
    const { refreshToken } = await login()
    const statuses: number[] = []
    for (let i = 0; i < 6; i += 1) {
      statuses.push((await post('/renew', { refreshToken: 'x' })).status)
    }
    assert.deepEqual(statuses, [401, 401, 401, 401, 429, 429])
    const elsewhere = await post('/renew', { refreshToken }, { remoteAddress: '192.0.2.8' })
    assert.equal(elsewhere.status, 200)
    clock.time += 2
    assert.equal((await post('/renew', { refreshToken: 'x' })).status, 401)
  })
})
