import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { rejection } from '../../../tests/rejection.ts'
import { headerOf, jsonOf, tokenService } from '../../../tests/support/token-service.ts'

const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } })

describe('POST /logout', () => {
  test('ends the session by its bearer token, by its refresh token, or by both', async () => {
    const { login, ask, post, refreshTokens } = tokenService()
    const first = await login()
    const reply = await ask({ method: 'POST', url: '/logout', ...bearer(first.token) })
    assert.deepEqual([reply.status, reply.body], [204, undefined])
    assert.equal(headerOf(reply, 'cache-control'), 'no-store')
    const second = await login()
    const { refreshToken } = second
    assert.equal((await post('/logout', { refreshToken })).status, 204)
    const third = await login()
    const both = await post('/logout', { refreshToken: 'none' }, bearer(third.token))
    assert.equal(both.status, 204)
    assert.deepEqual(await refreshTokens.list('una'), [])
    for (const { refreshToken: spent } of [first, second, third]) {
      assert.equal((await post('/renew', { refreshToken: spent })).status, 401)
    }
  })

  test('a refresh token ends its session when the bearer token has run out', async () => {
    const { login, ask, post, refreshTokens, clock } = tokenService()
    const { token, refreshToken } = await login()
    clock.time += 901
    const expired = await ask({ method: 'POST', url: '/logout', ...bearer(token) })
    assert.deepEqual([expired.status, jsonOf(expired).code], [401, 'token_expired'])
    assert.match(headerOf(expired, 'www-authenticate') ?? '', /error="invalid_token"/)
    assert.equal((await post('/logout', { refreshToken }, bearer(token))).status, 204)
    assert.deepEqual(await refreshTokens.list('una'), [])
  })

  test('what is over already is no fault; without any token there is nothing to end', async () => {
    const { login, ask, post } = tokenService()
    const { token, refreshToken } = await login()
    for (let i = 0; i < 2; i += 1) {
      assert.equal((await post('/logout', { refreshToken })).status, 204)
      const again = { method: 'POST', url: '/logout', ...bearer(token) }
      assert.equal((await ask(again)).status, 204)
    }
    for (const reply of [
      await ask({ method: 'POST', url: '/logout' }),
      await post('/logout', {}),
    ]) {
      assert.deepEqual([reply.status, jsonOf(reply).code], [401, 'token_required'])
      assert.equal(headerOf(reply, 'www-authenticate'), 'Bearer realm="hallpass"')
    }
  })

  test('JSON that is announced and does not come is no fault with a bearer token', async () => {
    const { login, ask } = tokenService()
    const { token } = await login()
    const headers = { authorization: `bearer ${token}`, 'content-type': 'application/json' }
    const reply = await ask({ method: 'POST', url: '/logout', headers, body: '' })
    assert.equal(reply.status, 204)
  })
})

describe('the sessions of a user', () => {
  test('are listed, and one is the current one', async () => {
    const { login, ask, clock } = tokenService()
    const { token } = await login()
    clock.time += 10
    await login()
    await login('eda')
    const reply = await ask({ url: '/sessions', ...bearer(token) })
    assert.equal(reply.status, 200)
    assert.equal(headerOf(reply, 'cache-control'), 'no-store')
    const { items } = JSON.parse(reply.body ?? '')
    assert.equal(items.length, 2)
    assert.deepEqual(
      items.map((item: { current: boolean }) => item.current),
      [false, true],
    )
    const names = ['id', 'label', 'createdAt', 'lastUsedAt', 'expiresAt', 'current']
    for (const item of items) assert.deepEqual(Object.keys(item), names)
    assert.equal(items[0].createdAt, clock.time)
  })

  test('one is ended by its id, of this user alone', async () => {
    const { login, ask, tokens, refreshTokens } = tokenService()
    const here = await login()
    const there = await login()
    const { claims } = await tokens.verify(there.token)
    const url = `/sessions/${claims.refreshTokenId}`
    const eda = await login('eda')
    const foreign = await ask({ method: 'DELETE', url, ...bearer(eda.token) })
    assert.deepEqual([foreign.status, jsonOf(foreign).code], [404, 'not_found'])
    assert.equal((await refreshTokens.list('una')).length, 2)
    assert.equal((await ask({ method: 'DELETE', url, ...bearer(here.token) })).status, 204)
    assert.equal((await ask({ method: 'DELETE', url, ...bearer(here.token) })).status, 404)
    const over = await ask({ url: '/sessions', ...bearer(there.token) })
    assert.deepEqual([over.status, jsonOf(over).code], [401, 'token_invalid'])
    for (const id of ['x', '%', '..', '__proto__', 'a'.repeat(5000)]) {
      const reply = await ask({ method: 'DELETE', url: `/sessions/${id}`, ...bearer(here.token) })
      assert.equal(reply.status, 404)
    }
  })

  test('all are ended at once', async () => {
    const { login, ask, refreshTokens } = tokenService()
    const { token } = await login()
    await login()
    await login('eda')
    const reply = await ask({ method: 'DELETE', url: '/sessions', ...bearer(token) })
    assert.equal(reply.status, 204)
    assert.deepEqual(await refreshTokens.list('una'), [])
    assert.equal((await refreshTokens.list('eda')).length, 1)
    assert.equal((await ask({ url: '/sessions', ...bearer(token) })).status, 401)
  })

  test('nobody else can see or end them', async () => {
    const { ask, tokens } = tokenService()
    const strange = await tokens.issue({ sub: 'una', refreshTokenId: 'never was' })
    for (const method of ['GET', 'DELETE']) {
      for (const url of method === 'GET' ? ['/sessions'] : ['/sessions', '/sessions/x']) {
        for (const headers of [{}, { authorization: 'Bearer x' }, bearer(strange).headers]) {
          const reply = await ask({ method, url, headers })
          assert.equal(reply.status, 401)
          assert.match(headerOf(reply, 'www-authenticate') ?? '', /^Bearer /)
        }
      }
    }
  })
})

describe('beside the endpoints', () => {
  test('a token is checked to be of a session that goes on', async () => {
    const { login, tokens, refreshTokens, endpoints } = tokenService()
    const token = await tokens.verify((await login()).token)
    assert.equal(await endpoints.checkSession(token), true)
    await refreshTokens.end('una', token.claims.refreshTokenId)
    assert.equal((await rejection(endpoints.checkSession(token))).code, 'token_invalid')
  })

  test('a session of another user is none of the token’s', async () => {
    const { login, tokens, endpoints } = tokenService()
    const { claims } = await tokens.verify((await login('eda')).token)
    const mixed = await tokens.verify(await tokens.issue({ ...claims, sub: 'una' }))
    assert.equal((await rejection(endpoints.checkSession(mixed))).code, 'token_invalid')
  })

  test('a token is derived from a session', async () => {
    const { endpoints, refreshTokens, tokens } = tokenService()
    const { session } = await refreshTokens.issue({ sub: 'una' })
    const { claims } = await tokens.verify(await endpoints.issue(session))
    assert.deepEqual(claims, { sub: 'una', refreshTokenId: session.id })
    const closed = tokenService({ claims: () => null })
    assert.equal((await rejection(closed.endpoints.issue(session))).code, 'token_invalid')
  })
})
