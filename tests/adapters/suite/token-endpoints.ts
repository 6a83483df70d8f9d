/** Login, renewal, logout and sessions by tokens, in every adapter. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Answer, Browser, type RequestOptions } from '../../support/browser.ts'
import type { World } from './world.ts'

export function tokenEndpointsTests(world: World): void {
  const send = (path: string, options: RequestOptions): Promise<Answer> =>
    new Browser().send(`${world.plain}/api${path}`, { mode: 'cors', from: world.plain, ...options })
  const post = (path: string, body: unknown, type = 'application/json') =>
    send(path, {
      method: 'POST',
      headers: { 'content-type': type },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
  const bearer = (token: unknown, method = 'GET') => ({
    method,
    headers: { authorization: `Bearer ${token}` },
  })
  const credentials = (username: string) => ({ username, password: `the password of ${username}` })

  test('a client logs in, renews, sees its sessions and logs out', async () => {
    const login = await post('/login', { ...credentials('una ü'), label: 'pad' })
    assert.equal(login.status, 200)
    assert.match(login.headers['content-type'] ?? '', /^application\/json/)
    assert.equal(login.headers['cache-control'], 'no-store')
    assert.deepEqual(login.cookies, [])
    const { refreshToken } = login.json()
    const renewed = await post('/renew', { refreshToken })
    assert.equal(renewed.status, 200)
    const { token } = renewed.json()
    const listed = await send('/sessions', bearer(token))
    const { items } = JSON.parse(listed.body)
    assert.deepEqual([items.length, items[0].label, items[0].current], [1, 'pad', true])
    const head = await send('/sessions', bearer(token, 'HEAD'))
    assert.deepEqual([head.status, head.body], [200, ''])
    const logout = await send('/logout', bearer(token, 'POST'))
    assert.deepEqual([logout.status, logout.body], [204, ''])
    const over = await post('/renew', { refreshToken: renewed.json().refreshToken })
    assert.deepEqual([over.status, over.json().code], [401, 'refresh_token_invalid'])
  })

  test('a session is ended by its id', async () => {
    const here = (await post('/login', credentials('eda'))).json()
    const there = (await post('/login', credentials('eda'))).json()
    const { items } = JSON.parse((await send('/sessions', bearer(here.token))).body)
    const other = items.find((item: { current: boolean }) => !item.current)
    const ended = await send(`/sessions/${other.id}`, bearer(here.token, 'DELETE'))
    assert.equal(ended.status, 204)
    const refused = await send('/sessions', bearer(there.token))
    assert.equal(refused.status, 401)
    assert.match(refused.headers['www-authenticate'] ?? '', /error="invalid_token"/)
  })

  test('what does not fit is refused, each in its way', async () => {
    const wrong = await post('/login', { ...credentials('ida'), password: 'wrong' })
    assert.deepEqual([wrong.status, wrong.json().code], [401, 'credentials_invalid'])
    assert.equal((await post('/login', '{')).status, 400)
    assert.equal((await post('/login', credentials('ida'), 'text/plain')).status, 400)
    assert.equal((await post('/login', { username: 7 })).status, 422)
    assert.equal((await post('/login', { ...credentials('ida'), x: 'x'.repeat(9000) })).status, 413)
    const other = await send('/login', { method: 'GET' })
    assert.deepEqual([other.status, other.headers.allow], [405, 'POST'])
  })

  test('too many tries for an account get 429', async () => {
    for (let i = 0; i < 5; i += 1) {
      const answer = await post('/login', { username: 'ola', password: 'wrong' })
      assert.equal(answer.status, 401)
    }
    const limited = await post('/login', credentials('ola'))
    assert.equal(limited.status, 429)
    assert.ok(Number(limited.headers['retry-after']) > 600)
  })
}
