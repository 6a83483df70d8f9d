import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { headerOf, jsonOf, PASSWORDS, tokenService } from '../../../tests/support/token-service.ts'
import { HallpassError } from '../../errors.ts'

const UNA = { username: 'una', password: PASSWORDS.una }

describe('POST /login', () => {
  test('gives both tokens, to be stored nowhere on the way', async () => {
    const { post, tokens, refreshTokens } = tokenService()
    const reply = await post('/login', { ...UNA, label: 'phone' })
    assert.equal(reply.status, 200)
    assert.equal(headerOf(reply, 'content-type'), 'application/json')
    assert.equal(headerOf(reply, 'cache-control'), 'no-store')
    const { token, refreshToken, ...rest } = jsonOf(reply)
    assert.deepEqual(rest, {})
    const { claims } = await tokens.verify(String(token))
    assert.equal(claims.sub, 'una')
    const [session] = await refreshTokens.list('una')
    assert.equal(session?.label, 'phone')
    assert.equal(claims.refreshTokenId, session?.id)
    assert.equal((await refreshTokens.renew(String(refreshToken))).session.id, session?.id)
  })

  test('an unknown account and a wrong password get the same answer', async () => {
    const { post, log } = tokenService()
    const wrong = await post('/login', { ...UNA, password: 'wrong-secret' })
    const unknown = await post('/login', { username: 'nobody', password: 'wrong-secret' })
    assert.deepEqual(wrong, unknown)
    assert.equal(wrong.status, 401)
    assert.equal(jsonOf(wrong).code, 'credentials_invalid')
    assert.equal(headerOf(wrong, 'www-authenticate'), 'Bearer realm="hallpass"')
    assert.match(log.text, /warn refused: credentials_invalid .*"client":"192.0.2.7"/)
    assert.ok(!log.text.includes('wrong-secret') && !log.text.includes('una'))
  })

  test('what the app gives goes into the session; its label comes before the client’s', async () => {
    const given = { sub: 'u-1', label: 'by the app', data: { tenant: 7 } }
    const { post, refreshTokens } = tokenService({ authenticate: () => given })
    await post('/login', { username: 'x', password: 'y', label: 'by the client' })
    const [session] = await refreshTokens.list('u-1')
    assert.equal(session?.label, 'by the app')
    assert.deepEqual(session?.data, { tenant: 7 })
  })

  test('a browser that gives no label is called by its kind', async () => {
    const { login, refreshTokens } = tokenService()
    const headers = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Firefox/150.0' }
    await login('una', { headers })
    await login('eda', { headers: { 'user-agent': 'curl/8.0' } })
    assert.equal((await refreshTokens.list('una'))[0]?.label, 'Firefox on Linux')
    assert.equal((await refreshTokens.list('eda'))[0]?.label, undefined)
  })

  test('the app sees all that was sent, and the request', async () => {
    const seen: unknown[] = []
    const { post } = tokenService({
      authenticate(credentials, exchange) {
        seen.push(credentials, exchange.header('user-agent'))
        return null
      },
    })
    const body = { ...UNA, otp: '123456' }
    await post('/login', body, { headers: { 'user-agent': 'curl' } })
    assert.deepEqual(seen, [{ ...UNA, label: undefined, body }, 'curl'])
  })

  test('a refusal of the app’s is the answer; another fault is told to the log alone', async () => {
    const refusing = tokenService({
      authenticate() {
        throw new HallpassError('forbidden', 'The account is closed.')
      },
    })
    const refused = await refusing.post('/login', UNA)
    assert.deepEqual([refused.status, jsonOf(refused).detail], [403, 'The account is closed.'])
    const broken = tokenService({
      authenticate() {
        throw new TypeError('the database broke')
      },
    })
    const failed = await broken.post('/login', UNA)
    assert.equal(failed.status, 500)
    assert.ok(!failed.body?.includes('database'))
    assert.match(broken.log.text, /error refused: hook_failed .*TypeError: the database broke/)
  })

  test('too many tries of an account get 429 and a time, right or wrong, there or not', async () => {
    const { post, clock } = tokenService()
    for (const username of ['una', 'nobody']) {
      for (let i = 0; i < 10; i += 1) {
        const remoteAddress = `198.51.100.${i}`
        const reply = await post('/login', { username, password: 'wrong' }, { remoteAddress })
        assert.equal(reply.status, 401)
      }
      const limited = await post('/login', { username, password: PASSWORDS.una })
      assert.equal(limited.status, 429)
      assert.equal(headerOf(limited, 'retry-after'), '90')
      assert.equal(jsonOf(limited).code, 'rate_limited')
    }
    clock.time += 90
    assert.equal((await post('/login', UNA)).status, 200)
  })

  test('a limited login asks the app nothing', async () => {
    let asked = 0
    const { post } = tokenService({
      limits: { address: { tries: 2, per: 60 } },
      authenticate() {
        asked += 1
        return undefined
      },
    })
    const all = Array.from({ length: 20 }, (_, i) => post('/login', { ...UNA, username: `u${i}` }))
    const statuses = (await Promise.all(all)).map(({ status }) => status)
    assert.equal(asked, 2)
    assert.equal(statuses.filter((status) => status === 429).length, 18)
  })

  test('nothing stays of a session whose token cannot be made', async () => {
    for (const claims of [
      () => undefined,
      () => {
        throw new Error('broken')
      },
    ]) {
      const { post, refreshTokens } = tokenService({ claims })
      const reply = await post('/login', UNA)
      assert.ok([401, 500].includes(reply.status))
      assert.deepEqual(await refreshTokens.list('una'), [])
    }
  })

  test('claims that do not name the session are a fault of the app', async () => {
    for (const claims of [
      () => ({ sub: 'una', refreshTokenId: 'x' }),
      ({ id }: { id: string }) => ({ sub: 'eda', refreshTokenId: id }),
    ]) {
      const { post, log } = tokenService({ claims })
      assert.equal((await post('/login', UNA)).status, 500)
      assert.match(
        log.text,
        /claims must give the session's sub as sub and its id as refreshTokenId/,
      )
    }
  })

  test('a store that is down: 503, and nobody is asked', async () => {
    const { post, store } = tokenService({ authenticate: () => assert.fail('was asked') })
    await store.close()
    const reply = await post('/login', UNA)
    assert.deepEqual([reply.status, jsonOf(reply).code], [503, 'store_unavailable'])
  })
})
