/** A store in PostgreSQL, through the pool that the app already has. */
import { HallpassError } from '../../errors.ts'
import { checkedStore } from '../checked.ts'
import type { Engine } from '../engine.ts'
import {
  PREFIX,
  type RemoteStoreOptions,
  remoteSchema,
  requireOptions,
  TIMEOUT,
} from '../options.ts'
import type { Store } from '../store.ts'
import * as entries from './entries.ts'
import * as locks from './locks.ts'
import { migrate } from './migrate.ts'
import { type PostgresPool, StorePool } from './pool.ts'
import { PURGE_EVERY, purge } from './purge.ts'

/**
 * Makes a store in PostgreSQL 12 or later. The pool stays the app's, which listens for its errors
 * and ends it. The first call makes the tables, whose names begin with `hallpass_store_`, where they
 * are not there yet; until that succeeds every call tries again.
 *
 * The server's clock says when entries and locks are over.
 *
 * @param pool - A `Pool` of the package `pg`.
 * @throws HallpassError `invalid_config` for what is no pool, or an option that does not fit.
 *
 * @example
 * const store = postgresStore(new Pool({ connectionString: process.env.DATABASE_URL }))
 */
export function postgresStore(pool: PostgresPool, options: RemoteStoreOptions = {}): Store {
  requireOptions('postgresStore', remoteSchema, options)
  if (typeof pool?.connect !== 'function') {
    throw new HallpassError('invalid_config', 'postgresStore needs a Pool of the package pg.')
  }
  const { prefix = PREFIX, timeout = TIMEOUT } = options
  return checkedStore(postgresEngine(new StorePool(pool, timeout * 1000), prefix))
}

function postgresEngine(pool: StorePool, space: string): Engine {
  const place: entries.Place = { queries: pool, space }
  let made: Promise<void> | undefined
  let writes = 0
  let purging: Promise<void> | undefined

  const ready = (): Promise<void> => {
    made ??= migrate(pool).catch((error: unknown) => {
      made = undefined
      throw error
    })
    return made
  }
  const read = async <T>(work: () => Promise<T>): Promise<T> => {
    await ready()
    return work()
  }
  const write = async <T>(work: () => Promise<T>): Promise<T> => {
    await ready()
    const result = await work()
    writes += 1
    if (writes % PURGE_EVERY === 0) {
      // Nobody waits for it, and there is another turn.
      purging ??= purge(pool)
        .catch(() => undefined)
        .finally(() => {
          purging = undefined
        })
    }
    return result
  }
  return {
    ready: () =>
      read(async () => void (await pool.query('SELECT 1 FROM hallpass_store_migration'))),
    get: (key) => read(() => entries.get(place, key)),
    write: (entry, expected) => write(() => entries.write(place, entry, expected)),
    delete: (key) => write(async () => (await entries.take(place, key)) !== undefined),
    takeOnce: (key) => write(() => entries.take(place, key)),
    list: (index, limit) => read(() => entries.list(place, index, limit)),
    acquire: (claim, ttlMs) => write(() => locks.acquire(place, claim, ttlMs)),
    renew: (claim, ttlMs) => write(() => locks.renew(place, claim, ttlMs)),
    release: (claim) => write(() => locks.renew(place, claim, 0)),
    async close() {
      await purging
    },
  }
}
