import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { exchangeOf } from '../../../tests/exchange-of.ts'
import { PROPERTY_RUNS } from '../../../tests/property-runs.ts'
import { refusal } from '../../../tests/refusal.ts'
import { headerOf, jsonOf, tokenService } from '../../../tests/support/token-service.ts'
import { answerRoute } from '../../http/route-set.ts'
import { tokenEndpoints } from './create.ts'

const JSON_TYPE = { 'content-type': 'application/json' }

describe('requests to the endpoints', () => {
  test('others are left alone, and so is a browser’s question before it sends JSON', () => {
    const { endpoints } = tokenService()
    for (const url of ['/', '/login/', '/Login', '/x/login', '/sessions/', '/sessions/a/b', '*']) {
      assert.equal(endpoints[answerRoute](exchangeOf({ url, method: 'POST' })), undefined, url)
    }
    const asked = exchangeOf({ url: '/login', method: 'OPTIONS' })
    assert.equal(endpoints[answerRoute](asked), undefined)
  })

  test('another method gets 405, and what is allowed', async () => {
    const { ask } = tokenService()
    const allowed = { '/login?x': 'POST', '/renew': 'POST', '/logout': 'POST' }
    const others = { '/sessions': 'GET, HEAD, DELETE', '/sessions/x': 'DELETE' }
    for (const [url, allow] of Object.entries({ ...allowed, ...others })) {
      for (const method of ['PUT', 'constructor', '__proto__']) {
        const reply = await ask({ url, method })
        assert.deepEqual([reply.status, headerOf(reply, 'allow')], [405, allow])
      }
    }
  })

  test('what is no JSON object, or not declared as JSON, gets 400', async () => {
    const { ask } = tokenService()
    const bodies = ['', '{', '[]', 'null', '"x"', '1', '{"a":1}{', '\ufeff{}']
    for (const url of ['/login', '/renew', '/logout']) {
      for (const body of bodies.slice(url === '/logout' ? 1 : 0)) {
        const reply = await ask({ method: 'POST', url, headers: JSON_TYPE, body })
        assert.deepEqual([reply.status, jsonOf(reply).code], [400, 'bad_request'], `${url} ${body}`)
      }
      for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/jsonx']) {
        const headers = { 'content-type': type }
        const reply = await ask({ method: 'POST', url, headers, body: '{"refreshToken":"x"}' })
        assert.equal(reply.status, 400, type)
      }
    }
    assert.equal((await ask({ method: 'POST', url: '/login' })).status, 400)
  })

  test('what is nested too deeply gets 400, whoever parsed it', async () => {
    const { ask, endpoints } = tokenService()
    const body = `{"a":${'['.repeat(200)}${']'.repeat(200)}}`
    for (const url of ['/login', '/renew', '/logout']) {
      const request = { method: 'POST', url, headers: JSON_TYPE, body }
      assert.equal((await ask(request)).status, 400)
      const parsed = { ...exchangeOf(request), body: () => Promise.reject(new RangeError('stack')) }
      assert.equal((await endpoints[answerRoute](parsed))?.status, 400)
    }
  })

  test('a field that does not fit gets 422 with its name, and is not quoted', async () => {
    const { post } = tokenService({ authenticate: () => assert.fail('was asked') })
    const good = { username: 'una', password: 'hunter2' }
    const wrong: [unknown, string[]][] = [
      [{}, ['username', 'password']],
      [{ ...good, username: 7, password: ['hunter2'] }, ['username', 'password']],
      [{ ...good, username: '' }, ['username']],
      [{ ...good, username: 'x'.repeat(257) }, ['username']],
      [{ ...good, username: 'a\nb' }, ['username']],
      [{ ...good, username: 'a\0' }, ['username']],
      [{ ...good, username: '\ud800' }, ['username']],
      [{ ...good, password: '' }, ['password']],
      [{ ...good, password: 'é'.repeat(513) }, ['password']],
      [{ ...good, password: 'hunter2\udc00' }, ['password']],
      [{ ...good, label: { toString: 1 } }, ['label']],
    ]
    for (const [body, fields] of wrong) {
      const reply = await post('/login', body)
      assert.equal(reply.status, 422)
      assert.deepEqual(fieldsOf(reply.body), fields)
      assert.ok(!reply.body?.includes('hunter2'))
    }
    for (const refreshToken of [undefined, '', 7, 'x'.repeat(513)]) {
      const reply = await post('/renew', { refreshToken })
      assert.deepEqual([reply.status, fieldsOf(reply.body)], [422, ['refreshToken']])
    }
  })

  test('a body above 8 KiB gets 413 before it is read', async () => {
    const { ask } = tokenService()
    const exchange = { headers: { ...JSON_TYPE, 'content-length': '8193' }, body: '{}' }
    assert.equal((await ask({ method: 'POST', url: '/login', ...exchange })).status, 413)
  })

  test('members that every object has are none that were sent', async () => {
    const { ask } = tokenService()
    const body = '{"__proto__":{"username":"una","password":"hunter2-una"}}'
    const reply = await ask({ method: 'POST', url: '/login', headers: JSON_TYPE, body })
    assert.equal(reply.status, 422)
  })

  test('whatever comes, the answer is one of theirs', async () => {
    const { ask } = tokenService({ limits: { requests: { tries: 1_000_000, per: 1 } } })
    const paths = fc.constantFrom('/login', '/renew', '/logout', '/sessions', '/sessions/x')
    const body = fc.oneof(fc.string(), fc.json())
    await fc.assert(
      fc.asyncProperty(paths, fc.string(), body, async (url, authorization, text) => {
        const method = url.startsWith('/sessions') ? 'DELETE' : 'POST'
        const headers = { ...JSON_TYPE, authorization }
        const { status } = await ask({ method, url, headers, body: text })
        assert.ok([400, 401, 422].includes(status), String(status))
      }),
      PROPERTY_RUNS,
    )
  })

  test('the address comes from trusted proxies, or from what the app says', async () => {
    const wrong = { username: 'u', password: 'x' }
    const limits = { address: { tries: 1, per: 60 } }
    const headers = (address: string) => ({ headers: { 'x-forwarded-for': address } })
    const statuses = async (service: ReturnType<typeof tokenService>) => [
      (await service.post('/login', wrong, headers('203.0.113.1'))).status,
      (await service.post('/login', wrong, headers('203.0.113.2'))).status,
      (await service.post('/login', wrong, headers('203.0.113.1'))).status,
    ]
    assert.deepEqual(await statuses(tokenService({ limits })), [401, 429, 429])
    const trusted = tokenService({ limits, trustedProxies: ['192.0.2.0/24'] })
    assert.deepEqual(await statuses(trusted), [401, 401, 429])
    const told = tokenService({
      limits,
      clientAddress: (exchange) => exchange.header('x-forwarded-for'),
    })
    assert.deepEqual(await statuses(told), [401, 401, 429])
  })
})

describe('options', () => {
  test('errors are a list where the fleet has lists', async () => {
    const { post, ask } = tokenService({ errors: 'list' })
    const wrong = await post('/login', { username: 'una', password: 'x' })
    assert.equal(headerOf(wrong, 'content-type'), 'application/json')
    assert.deepEqual(jsonOf(wrong), { _errors: ['The user name or the password is wrong.'] })
    const { fields } = jsonOf(await post('/login', { password: 'x' }))
    assert.deepEqual(Object.keys(Object(fields)), ['username'])
    const other = await ask({ url: '/login' })
    assert.deepEqual([other.status, headerOf(other, 'allow')], [405, 'POST'])
  })

  test('paths and the claim of the session have other names', async () => {
    const paths = { login: '/api/in', sessions: '/api/devices' }
    const { post, ask } = tokenService({ paths })
    const { token } = jsonOf(await post('/api/in', { username: 'una', password: 'hunter2-una' }))
    const headers = { authorization: `Bearer ${token}` }
    assert.equal((await ask({ url: '/api/devices', headers })).status, 200)
    const { endpoints } = tokenService({ paths })
    assert.equal(endpoints[answerRoute](exchangeOf({ url: '/login', method: 'POST' })), undefined)
    const other = tokenService({ idClaim: 'sid' })
    const reply = await other.post('/login', { username: 'una', password: 'hunter2-una' })
    assert.equal(reply.status, 500)
    assert.match(other.log.text, /its id as sid/)
  })

  test('every fault is told at once', () => {
    const wrong = {
      store: {},
      paths: { login: 'login', logout: '/a/../b' },
      limits: { account: { tries: 0, per: 1 }, address: { tries: 1, per: 1e6 } },
      trustedProxies: ['10.0.0.0/8', 'proxy'],
      idClaims: 'x',
    }
    const error = refusal(() => Reflect.apply(tokenEndpoints, undefined, [wrong]))
    assert.equal(error.code, 'invalid_config')
    const places = error.issues?.map(({ path }) => path).sort()
    assert.deepEqual(places, [
      'authenticate',
      'claims',
      'idClaims',
      'limits.account.tries',
      'limits.address.per',
      'paths.login',
      'paths.logout',
      'refreshTokens',
      'store',
      'tokens',
      'trustedProxies[1]',
    ])
    const same = { paths: { login: '/x', logout: '/x' } }
    assert.match(refusal(() => tokenService(same)).message, /paths must be four paths/)
  })
})

function fieldsOf(body: string | undefined): string[] {
  return JSON.parse(body ?? '').errors.map(({ path }: { path: string }) => path)
}
