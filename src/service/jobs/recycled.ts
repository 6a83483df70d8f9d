/** A pool whose connections may have been dropped by the server, and do no harm. */
import type { MaybePromise } from '../../http/exchange.ts'

/** What is needed of a `Pool` of `pg`. */
export interface PostgresPool<Client extends PostgresClient> {
  connect(): Promise<Client>
  end(): Promise<void>
  on(event: 'error', listener: (error: Error) => void): unknown
}

/** What is needed of a client of `pg`. */
export interface PostgresClient {
  query(text: string): Promise<unknown>
  release(destroy?: boolean): void
}

/** What is needed of a pool of `mysql2/promise`. */
export interface MysqlPool<Client extends MysqlClient> {
  getConnection(): Promise<Client>
  end(): Promise<void>
}

/** What is needed of a connection of `mysql2/promise`. */
export interface MysqlClient {
  ping(): Promise<unknown>
  release(): void
  destroy(): void
}

/** How connections are recycled. */
export interface RecycleOptions {
  /** Seconds after which a connection is replaced by a new one; default 1800. */
  readonly maxAge?: number
  /** Seconds without use after which a connection is asked whether it is there; default 1. */
  readonly checkAfter?: number
}

/** A pool for the jobs of a worker. */
export interface RecycledPool<Client> {
  /**
   * Does something with a connection that is there, and gives it back. What the work throws comes
   * through, and the connection is not used again: nobody knows what state it is in.
   */
  use<Result>(work: (client: Client) => MaybePromise<Result>): Promise<Result>
  end(): Promise<void>
}

/** Dead ones that are thrown away in a row before the server is taken to be down. */
const MAX_TRIES = 100

/**
 * Sees to it that no job meets a connection that the server dropped while nobody used it: MySQL
 * after `wait_timeout`, PostgreSQL after `idle_session_timeout` or a restart.
 *
 * Source: twopi-flask-utils, `create_db_session` with `SQLALCHEMY_POOL_RECYCLE`.
 *
 * @example
 * const database = recycled(new Pool({ connectionString }))
 * await database.use((client) => client.query('SELECT 1'))
 */
export function recycled<Client extends PostgresClient>(
  pool: PostgresPool<Client>,
  options?: RecycleOptions,
): RecycledPool<Client>
export function recycled<Client extends MysqlClient>(
  pool: MysqlPool<Client>,
  options?: RecycleOptions,
): RecycledPool<Client>
export function recycled<Client extends PostgresClient | MysqlClient>(
  pool: PostgresPool<Client & PostgresClient> | MysqlPool<Client & MysqlClient>,
  { maxAge = 1800, checkAfter = 1 }: RecycleOptions = {},
): RecycledPool<Client> {
  // A connection that ends while nobody uses it is an error that nobody awaits.
  if ('on' in pool) pool.on('error', () => {})
  const connect = (): Promise<Client> => ('connect' in pool ? pool.connect() : pool.getConnection())
  const known = new WeakMap<Client, { readonly born: number; used: number }>()
  const isGood = async (client: Client): Promise<boolean> => {
    const now = performance.now() / 1000
    const life = known.get(client)
    if (life === undefined) {
      known.set(client, { born: now, used: now })
      return true
    }
    if (now - life.born >= maxAge) return false
    return now - life.used < checkAfter || (await answers(client))
  }
  const take = async (): Promise<Client> => {
    for (let tries = 0; ; tries++) {
      const client = await connect()
      if (tries >= MAX_TRIES || (await isGood(client))) return client
      drop(client)
    }
  }
  return {
    async use(work) {
      const client = await take()
      try {
        const result = await work(client)
        const life = known.get(client)
        if (life !== undefined) life.used = performance.now() / 1000
        client.release()
        return result
      } catch (error) {
        drop(client)
        throw error
      }
    },
    end: () => pool.end(),
  }
}

async function answers(client: PostgresClient | MysqlClient): Promise<boolean> {
  try {
    await ('ping' in client ? client.ping() : client.query('SELECT 1'))
    return true
  } catch {
    return false
  }
}

function drop(client: PostgresClient | MysqlClient): void {
  if ('destroy' in client) client.destroy()
  else client.release(true)
}
