/** A store that goes down under the endpoints. */
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { Redis as Client } from 'ioredis'
import type { Reply } from '../../src/http/exchange.ts'
import { redisStore } from '../../src/stores/redis/redis.ts'
import { type Redis, startRedis } from '../support/redis.ts'
import { jsonOf, type TokenService, tokenService } from '../support/token-service.ts'

describe('Redis goes down', () => {
  let redis: Redis
  let client: Client
  let service: TokenService
  before(async () => {
    redis = await startRedis()
    client = new Client({ port: redis.port, retryStrategy: () => 50 })
    client.on('error', () => {})
    service = tokenService({ store: redisStore(client) })
  })
  after(async () => {
    client.disconnect()
    await redis.stop()
  })

  /** Asks until the client is connected again. */
  const again = async (ask: () => Promise<Reply>): Promise<Reply> => {
    for (let tries = 0; tries < 100; tries += 1) {
      const reply = await ask()
      if (reply.status !== 503) return reply
      await setTimeout(100)
    }
    throw new Error('it is down for good')
  }

  test('503 for everything meanwhile, and whoever was in is in after it', async () => {
    const { token, refreshToken } = await service.login()
    const headers = { authorization: `Bearer ${token}` }
    await redis.halt()
    const body = { username: 'una', password: 'hunter2-una' }
    for (const reply of await Promise.all([
      service.post('/login', body),
      service.post('/login', { ...body, password: 'wrong' }),
      service.post('/renew', { refreshToken }),
      service.post('/logout', { refreshToken }),
      service.ask({ url: '/sessions', headers }),
      service.ask({ method: 'DELETE', url: '/sessions', headers }),
    ])) {
      assert.deepEqual([reply.status, jsonOf(reply).code], [503, 'store_unavailable'])
      assert.ok(!reply.body?.includes(refreshToken))
    }
    await redis.start()
    const renewed = await again(() => service.post('/renew', { refreshToken }))
    assert.equal(renewed.status, 200)
    const [session, ...others] = await service.refreshTokens.list('una')
    assert.deepEqual(others, [])
    const listed = await again(() => service.ask({ url: '/sessions', headers }))
    assert.deepEqual(JSON.parse(listed.body ?? '').items[0].id, session?.id)
  })
})
