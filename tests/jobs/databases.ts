/** A real PostgreSQL and a real MariaDB, whose connections are recycled. */
import { setTimeout as sleep } from 'node:timers/promises'
import { createPool } from 'mysql2/promise'
import pg from 'pg'
import { type RecycledPool, type RecycleOptions, recycled } from '../../src/jobs.ts'
import { startMariadb } from '../support/mariadb.ts'
import { startPostgres } from '../support/postgres.ts'

/** Connections in a pool. */
export const SIZE = 4

/** What the tests ask of either. */
export interface Database {
  /** The id that the server gave to the connection. */
  id(): Promise<number>
  /** Uses all connections of the pool at once; their ids. */
  all(): Promise<readonly number[]>
  /** Has the server drop the connection when it was idle for a while; its id. */
  idle(): Promise<number>
  /** Throws while it uses a connection; the id of that. */
  fail(): Promise<number>
  /** Uses a connection that the server ends meanwhile. */
  broken(): Promise<unknown>
  end(): Promise<void>
}

/** A server. */
export interface Server {
  open(options: RecycleOptions): Database
  kill(ids: readonly number[]): Promise<void>
  isThere(id: number): Promise<boolean>
  halt(): Promise<void>
  start(): Promise<void>
  restart(): Promise<void>
  stop(): Promise<void>
}

export async function postgresServer(): Promise<Server> {
  const { url, query, ...server } = await startPostgres()
  const kill = async (ids: readonly number[]) => {
    for (const id of ids) await query(`SELECT pg_terminate_backend(${id}, 5000)`)
  }
  const isThere = async (id: number) =>
    (await query(`SELECT FROM pg_stat_activity WHERE pid = ${id}`)).length > 0
  const ask = async (client: pg.PoolClient) => {
    const { rows } = await client.query<{ id: number }>('SELECT pg_backend_pid() AS id')
    return Number(rows[0]?.id)
  }
  const drop = (client: pg.PoolClient) => client.query("SET idle_session_timeout = '50ms'")
  return {
    open: (options) => {
      const pool = new pg.Pool({ connectionString: url, max: SIZE })
      return databaseOf(recycled(pool, options), ask, drop, kill)
    },
    ...server,
    kill,
    isThere,
  }
}

export async function mariadbServer(): Promise<Server> {
  const { address, query, ...server } = await startMariadb()
  const kill = async (ids: readonly number[]) => {
    for (const id of ids) await query(`KILL ${id}`)
  }
  const isThere = async (id: number) => {
    const found = await query(`SELECT id FROM information_schema.processlist WHERE id = ${id}`)
    return Array.isArray(found) && found.length > 0
  }
  return {
    open: (options) =>
      databaseOf(
        recycled(createPool({ ...address, connectionLimit: SIZE }), options),
        async (client) => {
          const [rows] = await client.query('SELECT CONNECTION_ID() AS id')
          return Number(Object(rows)[0]?.id)
        },
        (client) => client.query('SET SESSION wait_timeout = 1'),
        kill,
      ),
    ...server,
    kill,
    isThere,
  }
}

function databaseOf<Client>(
  database: RecycledPool<Client>,
  ask: (client: Client) => Promise<number>,
  dropWhenIdle: (client: Client) => Promise<unknown>,
  kill: Server['kill'],
): Database {
  return {
    id: () => database.use(ask),
    all() {
      const allThere = Promise.withResolvers<void>()
      let there = 0
      const one = async (client: Client) => {
        const id = await ask(client)
        there += 1
        if (there === SIZE) allThere.resolve()
        await allThere.promise
        return id
      }
      return Promise.all(Array.from({ length: SIZE }, () => database.use(one)))
    },
    idle: () =>
      database.use(async (client) => {
        await dropWhenIdle(client)
        return ask(client)
      }),
    async fail() {
      let id = 0
      const work = database.use(async (client) => {
        id = await ask(client)
        throw new Error('no')
      })
      await work.catch(() => {})
      return id
    },
    broken: () =>
      database.use(async (client) => {
        await kill([await ask(client)])
        // The client hears of it while nobody asks it anything.
        await sleep(50)
        return ask(client)
      }),
    end: () => database.end(),
  }
}
