/** A pool whose connections may have been dropped by the server, and do no harm. */
import type { MaybePromise } from '../../http/exchange.ts'
import {
  answers,
  drop,
  hearErrors,
  identityOf,
  type MysqlClient,
  type MysqlPool,
  type PostgresClient,
  type PostgresPool,
} from './pools.ts'

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
  const known = new WeakMap<object, { readonly born: number; used: number }>()
  const isGood = async (client: Client): Promise<boolean> => {
    const now = performance.now() / 1000
    const life = known.get(identityOf(client))
    // One that was not seen here before may be new, or somebody else's of the same pool.
    if (life === undefined) known.set(identityOf(client), { born: now, used: now })
    else if (now - life.born >= maxAge) return false
    else if (now - life.used < checkAfter) return true
    return answers(client)
  }
  const take = async (): Promise<readonly [Client, () => void]> => {
    for (let tries = 0; ; tries++) {
      const client = await connect()
      const unhear = hearErrors(client)
      if (tries >= MAX_TRIES || (await isGood(client))) return [client, unhear]
      drop(client)
    }
  }
  return {
    async use(work) {
      const [client, unhear] = await take()
      try {
        const result = await work(client)
        const life = known.get(identityOf(client))
        if (life !== undefined) life.used = performance.now() / 1000
        client.release()
        unhear()
        return result
      } catch (error) {
        // It may have more to say; nobody uses it again, so that it is heard until it is gone.
        drop(client)
        throw error
      }
    },
    end: () => pool.end(),
  }
}
