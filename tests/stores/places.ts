/** Where the stores of the contract are kept. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import pg from 'pg'
import { memoryStore } from '../../src/stores/memory/memory.ts'
import { postgresStore } from '../../src/stores/postgres/postgres.ts'
import type { RedisClient } from '../../src/stores/redis/client.ts'
import { redisStore } from '../../src/stores/redis/redis.ts'
import { sqliteStore } from '../../src/stores/sqlite/sqlite.ts'
import type { Store } from '../../src/stores/store.ts'
import { PROPERTY_RUNS } from '../property-runs.ts'
import { clockAt } from '../support/clock.ts'
import { startPostgres } from '../support/postgres.ts'
import { startRedis } from '../support/redis.ts'
import type { Place } from './contract/ground.ts'

/** Where every step waits for a disk or a server. */
const FEWER = Math.ceil(PROPERTY_RUNS.numRuns / 20)

function ourClock() {
  const clock = clockAt()
  const pass = async (seconds: number) => {
    // As a clock that counts milliseconds does.
    clock.time = Math.round((clock.time + seconds) * 1000) / 1000
  }
  return { now: clock.now, pass, movesClock: true }
}

/** A little longer, as the server may count another millisecond. */
const serverClock = {
  pass: (seconds: number) => setTimeout(seconds * 1000 + 20),
  movesClock: false,
}

/** The memory of this process: two stores of the same space are one. */
export async function memoryPlace(): Promise<Place> {
  const { now, ...clock } = ourClock()
  const stores = new Map<string, Store>()
  return {
    ...clock,
    runs: PROPERTY_RUNS.numRuns,
    async open(space) {
      const store = stores.get(space) ?? memoryStore({ now })
      stores.set(space, store)
      return store
    },
    async remove() {},
  }
}

/** A file in a temporary folder. */
export async function sqlitePlace(): Promise<Place> {
  const { now, ...clock } = ourClock()
  const folder = mkdtempSync(join(tmpdir(), 'hallpass-store-'))
  return {
    ...clock,
    runs: FEWER,
    open: async (prefix) => sqliteStore({ path: join(folder, 'store.sqlite'), prefix, now }),
    async remove() {
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** A database on a server of its own, by two pools in turn. */
export async function postgresPlace(): Promise<Place> {
  const server = await startPostgres()
  const pools = [1, 2].map(() => new pg.Pool({ connectionString: server.url, max: 10 }))
  // The server ends while a pool is still saying goodbye.
  for (const pool of pools) pool.on('error', () => {})
  let opened = 0
  return {
    ...serverClock,
    runs: FEWER,
    async open(prefix) {
      opened += 1
      const pool = pools[opened % 2]
      if (pool === undefined) throw new Error('no pool')
      return postgresStore(pool, { prefix, timeout: 20 })
    },
    async remove() {
      await Promise.all(pools.map((pool) => pool.end()))
      await server.stop()
    },
  }
}

/** How a client is connected, and how it is closed. */
export interface Connecting {
  readonly cluster?: boolean
  connect(port: number): Promise<{ readonly client: RedisClient; close(): unknown }>
}

/** A server of its own, by two clients in turn. */
export async function redisPlace({ cluster, connect }: Connecting): Promise<Place> {
  const server = await startRedis(cluster)
  const clients = await Promise.all([connect(server.port), connect(server.port)])
  let opened = 0
  return {
    ...serverClock,
    runs: FEWER,
    async open(prefix) {
      opened += 1
      return redisStore(clients[opened % 2 === 0 ? 0 : 1].client, { prefix, timeout: 20 })
    },
    async remove() {
      await Promise.all(clients.map(({ close }) => close()))
      await server.stop()
    },
  }
}
