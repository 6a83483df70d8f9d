/** A store by its address, for several processes. */
import pg from 'pg'
import { createClient } from 'redis'
import { postgresStore } from '../../src/stores/postgres/postgres.ts'
import { redisStore } from '../../src/stores/redis/redis.ts'
import { sqliteStore } from '../../src/stores/sqlite/sqlite.ts'
import type { Store } from '../../src/stores/store.ts'

/** A store, and how what it uses is closed. */
export interface Opened {
  readonly store: Store
  close(): Promise<void>
}

/**
 * Opens a store.
 *
 * @param address - `redis://…`, `postgres://…`, or the path of a file.
 * @param timeout - Seconds that a server may take.
 */
export async function openStore(address: string, timeout = 20): Promise<Opened> {
  if (address.startsWith('redis:')) {
    const client = createClient({ url: address, socket: { reconnectStrategy: 20 } })
    client.on('error', () => {})
    await client.connect()
    return {
      store: redisStore(client, { timeout }),
      close: async () => client.destroy(),
    }
  }
  if (address.startsWith('postgres:')) {
    const pool = new pg.Pool({ connectionString: address, max: 10 })
    pool.on('error', () => {})
    return { store: postgresStore(pool, { timeout }), close: () => pool.end() }
  }
  const store = sqliteStore({ path: address })
  return { store, close: () => store.close() }
}
