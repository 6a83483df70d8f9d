/** A store takes a client as the app has set it up. */
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { Redis as IoRedis } from 'ioredis'
import { createClient, createClientPool, RESP_TYPES } from 'redis'
import { redisStore } from '../../src/stores/redis/redis.ts'
import { type Redis, startRedis } from '../support/redis.ts'
import { LONG } from './contract/ground.ts'
import { isDown, works } from './works.ts'

let server: Redis
before(async () => {
  server = await startRedis()
})
after(() => server.stop())

describe('redis', () => {
  test('with its older protocol, types of its own, and a prefix', async () => {
    const typeMapping = { [RESP_TYPES.NUMBER]: String, [RESP_TYPES.BLOB_STRING]: Buffer }
    for (const options of [
      { RESP: 2 as const },
      { RESP: 3 as const },
      { commandOptions: { typeMapping } },
      { keyPrefix: 'app:' },
    ]) {
      const client = createClient({ url: server.url, ...options })
      client.on('error', () => {})
      await client.connect()
      await works(redisStore(client))
      client.destroy()
    }
  })

  test('in a pool', async () => {
    const pool = createClientPool({ url: server.url })
    pool.on('error', () => {})
    await pool.connect()
    await works(redisStore(pool))
    pool.destroy()
  })

  test('not connected yet, and closed', async () => {
    const client = createClient({ url: server.url })
    client.on('error', () => {})
    const store = redisStore(client, { timeout: 5 })
    await isDown(store, /cannot be reached/)
    await client.connect()
    await works(store)
    client.destroy()
    await isDown(store, /cannot be reached/)
  })
})

describe('ioredis', () => {
  test('with numbers as texts, pipelines of its own, a prefix, and a late connection', async () => {
    for (const options of [
      { stringNumbers: true },
      { enableAutoPipelining: true },
      { keyPrefix: 'app:' },
      { lazyConnect: true },
    ]) {
      const client = new IoRedis({ port: server.port, ...options })
      client.on('error', () => {})
      await works(redisStore(client))
      client.disconnect()
    }
  })

  test('with a prefix keeps nothing outside of it', async () => {
    await server.command('FLUSHALL')
    const client = new IoRedis({ port: server.port, keyPrefix: 'app:' })
    const store = redisStore(client, { prefix: 'shop' })
    await store.set('a', 'x', { ttl: LONG, indexes: ['i'] })
    await store.lock('l', LONG)
    const keys = await server.command('KEYS', '*')
    assert.deepEqual(Array.isArray(keys) ? keys.sort() : keys, [
      'app:{shop}:e:a',
      'app:{shop}:fence',
      'app:{shop}:i:i',
      'app:{shop}:l:l',
    ])
    client.disconnect()
  })

  test('closed', async () => {
    const client = new IoRedis({ port: server.port })
    const store = redisStore(client, { timeout: 5 })
    await works(store)
    client.disconnect()
    await isDown(store, /cannot be reached/)
  })
})
