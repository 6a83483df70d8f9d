/** A store in Redis, through the client that the app already has. */
import { fromBytes, textOf, toBytes } from '../bytes.ts'
import { checkedStore } from '../checked.ts'
import type { Engine, Expected } from '../engine.ts'
import {
  PREFIX,
  type RemoteStoreOptions,
  remoteSchema,
  requireOptions,
  TIMEOUT,
} from '../options.ts'
import type { ListedEntry, Store, StoreEntry } from '../store.ts'
import { unavailable } from '../unavailable.ts'
import { type RedisClient, senderOf } from './client.ts'
import { Connection } from './connection.ts'
import { ACQUIRE, LIST, RENEW, TAKE, WRITE } from './scripts.ts'

/**
 * Makes a store in Redis 6 or later, or Valkey. The client stays the app's: it connects it, listens
 * for its errors, and closes it. All that is kept is on one node of a cluster; several stores, each
 * with a prefix of its own, spread over several.
 *
 * The server's clock says when entries and locks are over.
 *
 * @param client - Of the package `redis` (`createClient`, `createCluster`) or `ioredis`
 * (`new Redis`, `new Cluster`).
 * @throws HallpassError `invalid_config` for another client, or an option that does not fit.
 *
 * @example
 * const store = redisStore(await createClient({ url: 'redis://redis.internal' }).connect())
 */
export function redisStore(client: RedisClient, options: RemoteStoreOptions = {}): Store {
  requireOptions('redisStore', remoteSchema, options)
  const { prefix = PREFIX, timeout = TIMEOUT } = options
  const root = `{${prefix}}:`
  return checkedStore(redisEngine(new Connection(senderOf(client), root, timeout * 1000), root))
}

/** Whole numbers come as numbers or, if a client was set up so, as text. */
function redisEngine(redis: Connection, root: string): Engine {
  const take = async (key: string) => entryOf(await redis.run(TAKE, [key]))
  const renew = async (name: string, owner: string, ttlMs: number) => {
    const [done] = await redis.run(RENEW, [name, owner, String(ttlMs)])
    return Number(done) === 1
  }
  return {
    async ready() {
      await redis.ask(['HMGET', `${root}e:`, 'v'])
    },
    async get(key) {
      const answer = await redis.ask(['HMGET', `${root}e:${key}`, 'v', 'k', 'd'])
      return entryOf(Array.isArray(answer) ? answer : [])
    },
    async write({ key, value, version, ttlMs, indexes }, expected) {
      const kind = typeof value === 'string' ? 't' : 'b'
      const [done] = await redis.run(WRITE, [
        key,
        version,
        wordOf(expected),
        String(ttlMs),
        kind,
        toBytes(value),
        JSON.stringify(indexes),
      ])
      return Number(done) === 1
    },
    delete: async (key) => (await take(key)) !== undefined,
    takeOnce: take,
    async list(index, limit) {
      const rows = await redis.run(LIST, [index, String(limit)])
      return rows.map(listedOf)
    },
    async acquire({ name, owner }, ttlMs) {
      const [fence] = await redis.run(ACQUIRE, [name, owner, String(ttlMs)])
      return fence === undefined ? undefined : Number(fence)
    },
    renew: ({ name, owner }, ttlMs) => renew(name, owner, ttlMs),
    release: ({ name, owner }) => renew(name, owner, 0),
    close() {},
  }
}

function wordOf(expected: Expected): string {
  if (expected === 'anything') return '*'
  return expected === 'nothing' ? '' : expected.version
}

/** Of version, kind and data. */
function entryOf(row: readonly unknown[]): StoreEntry | undefined {
  const [version, kind, data] = row
  if (version === null || version === undefined) return undefined
  const isWhole =
    version instanceof Uint8Array && kind instanceof Uint8Array && data instanceof Uint8Array
  if (!isWhole) throw unavailable('is damaged')
  return { value: fromBytes(data, textOf(kind) === 't'), version: textOf(version) }
}

function listedOf(row: unknown): ListedEntry {
  const [key, ...rest] = Array.isArray(row) ? row : []
  const entry = entryOf(rest)
  if (entry === undefined || !(key instanceof Uint8Array)) throw unavailable('is damaged')
  return { key: textOf(key), ...entry }
}
