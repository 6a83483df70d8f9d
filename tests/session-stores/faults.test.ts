/** Redis goes away amid requests: nobody is let in, nobody is put out, and no token is lost. */
import assert from 'node:assert/strict'
import { after, afterEach, before, beforeEach, describe, test } from 'node:test'
import { createHallpass } from '../../src/pass/create.ts'
import { RequestVisitor } from '../../src/pass/visitor.ts'
import { redisStore } from '../../src/stores/redis/redis.ts'
import type { Store } from '../../src/stores/store.ts'
import { CLIENTS } from '../stores/redis-clients.ts'
import { worksAgain } from '../stores/works.ts'
import { clockAt } from '../support/clock.ts'
import { optionsOf, SCRIPT } from '../support/core-of.ts'
import { LoopbackProvider } from '../support/loopback-provider.ts'
import { type Redis, startRedis } from '../support/redis.ts'
import { type Routes, routesOf } from '../support/routes-of.ts'
import { rotates } from './ground.ts'

/** In seconds: so long a test waits for a server that says nothing. */
const TIMEOUT = 0.5

describe('sessions in Redis while it is down', () => {
  let server: Redis
  let store: Store
  let close: () => unknown
  let provider: LoopbackProvider
  before(async () => {
    server = await startRedis()
  })
  beforeEach(async () => {
    provider = await LoopbackProvider.start()
    const connected = await CLIENTS.redis?.connect(server.port)
    assert.ok(connected)
    close = connected.close
    store = redisStore(connected.client, { timeout: TIMEOUT })
    await worksAgain(store)
  })
  afterEach(async () => {
    await close()
    await provider.close()
  })
  after(() => server.stop())

  const clock = clockAt()
  const options = () => ({ now: clock.now, session: { store } })
  const signedIn = async (): Promise<Routes> => {
    clock.time = clockAt().time
    const routes = routesOf(provider, options())
    assert.equal((await routes.signIn()).status, 302)
    rotates(provider)
    return routes
  }
  const visitor = async ({ core, request }: Routes) => {
    const exchange = request()
    return new RequestVisitor(core, exchange, await core.backend.read(exchange))
  }
  const again = async () => {
    await server.start()
    await worksAgain(store)
  }

  test('guarded pages are 503, public ones go on, no cookie is cleared, and all is as before', async () => {
    const routes = await signedIn()
    const { request, log } = routes
    const guard = { default: 'public', rules: [{ path: '/in/*', access: 'login' }] } as const
    const pass = createHallpass({
      ...optionsOf({ ...options(), guard, logger: log }, provider.issuer),
    })
    await server.halt()
    for (const headers of [{}, SCRIPT]) {
      const refused = await pass.handle(request({ url: '/in/a', headers }))
      assert.ok(refused.kind === 'reply')
      assert.equal(refused.status, 503)
      assert.ok(!refused.headers.some(([name]) => name === 'set-cookie' || name === 'location'))
    }
    const open = await pass.handle(request({ url: '/' }))
    assert.ok(open.kind === 'pass')
    assert.equal(open.visitor.user, undefined)
    assert.deepEqual(await open.commit(), [])
    await assert.rejects(pass.sessions.list(open.visitor), { code: 'store_unavailable' })
    await again()
    const back = await pass.handle(request({ url: '/in/a' }))
    assert.equal(back.kind, 'pass')
    pass.close()
  })

  test('a logout that the store does not hear of is 503, and can be tried again', async () => {
    const routes = await signedIn()
    const leave = async () => {
      const headers = { 'sec-fetch-site': 'same-origin' }
      return routes.ask('/auth/logout', { method: 'POST', headers, body: '' })
    }
    await server.halt()
    const refused = await leave()
    assert.equal(refused.status, 503)
    await again()
    assert.equal((await visitor(routes)).user?.sub, 'user-1')
    assert.equal((await leave()).status, 303)
    assert.equal((await visitor(routes)).user, undefined)
  })

  test('a change that it does not take is refused, and what was there stays', async () => {
    const routes = await signedIn()
    const writing = await visitor(routes)
    writing.session.a = 1
    await server.halt()
    await assert.rejects(Promise.resolve(writing.commit()), { code: 'store_unavailable' })
    await again()
    assert.deepEqual((await visitor(routes)).session, {})
  })

  test('tokens that it does not take are kept, and written when it is back', async () => {
    const routes = await signedIn()
    clock.time += 541
    const answer = provider.answers.get('/token')
    provider.answers.set('/token', (seen, response) => {
      void server.halt().then(() => {
        const given = typeof answer === 'function' ? answer(seen, response) : undefined
        response.writeHead(200, { 'content-type': 'application/json' })
        response.end(JSON.stringify(given && 'json' in given ? given.json : {}))
      })
      return undefined
    })
    assert.equal(await (await visitor(routes)).accessToken(), 'access-2')
    await again()
    const before = await visitor(routes)
    assert.equal(
      before.state?.login?.tokens.refreshToken,
      'refresh-1',
      'the store does not know yet',
    )
    assert.equal(await before.accessToken(), 'access-2')
    assert.equal((await visitor(routes)).state?.login?.tokens.refreshToken, 'refresh-2')
    const refreshes = provider.seen.filter(({ body }) => body.has('refresh_token'))
    assert.equal(refreshes.length, 1)
  })
})
