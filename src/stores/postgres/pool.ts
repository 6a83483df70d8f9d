/** The app's pool of `pg`: statements on a connection of it, limited in time. */
import { HallpassError } from '../../errors.ts'
import { bareCause } from '../cause.ts'
import { unavailable } from '../unavailable.ts'
import { reasonOf, sqlState } from './reason.ts'

/** A connection of a pool, as much of it as a store needs. */
export interface PostgresConnection {
  query(query: PostgresQuery): Promise<{ readonly rows: unknown[] }>
  /** @param destroy - Whether it is not to be used again. */
  release(destroy?: boolean): void
  on(event: 'error', listener: (error: Error) => void): unknown
  off(event: 'error', listener: (error: Error) => void): unknown
}

/** A `Pool` of `pg`, as much of it as a store needs. */
export interface PostgresPool {
  connect(
    callback: (error: Error | undefined, connection: PostgresConnection | undefined) => void,
  ): void
}

interface PostgresQuery {
  readonly text: string
  readonly values: unknown[]
  /** In milliseconds; `pg` knows it, its types do not. */
  readonly query_timeout: number
}

/** What runs a statement: the pool, or the connection of a transaction. */
export interface Queries {
  /** The rows. `Row` is what the statement is known to return. */
  query<Row>(text: string, values?: readonly unknown[]): Promise<Row[]>
}

/** So often a statement that another one got in the way of is begun anew: nothing of it was done. */
const TRIES = 5

/** The pool; its methods reject with `store_unavailable` for whatever PostgreSQL cannot do. */
export class StorePool implements Queries {
  readonly #pool: PostgresPool
  readonly #timeoutMs: number

  constructor(pool: PostgresPool, timeoutMs: number) {
    this.#pool = pool
    this.#timeoutMs = timeoutMs
  }

  /**
   * One statement. It has no name, so that a pooler before the server may give each of them another
   * connection.
   */
  async query<Row>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    const end = performance.now() + this.#timeoutMs
    for (let tried = 1; ; tried += 1) {
      try {
        return await this.#with(end, (connection) => ask<Row>(connection, end, text, values))
      } catch (error) {
        // Where the database isolates more than usual, or two wait for each other.
        const isInTheWay = /^40(001|P01)$/.test(sqlState(error)) && tried < TRIES
        if (!isInTheWay) throw toStoreError(error)
      }
    }
  }

  /** Statements in a transaction, within `patienceMs`. */
  async transaction(work: (tx: Queries) => Promise<void>, patienceMs: number): Promise<void> {
    const end = performance.now() + patienceMs
    const all = async (connection: PostgresConnection) => {
      const tx: Queries = { query: (text, values = []) => ask(connection, end, text, values) }
      await tx.query('BEGIN')
      await work(tx)
      await tx.query('COMMIT')
    }
    await this.#with(end, all).catch((error: unknown) => {
      throw toStoreError(error)
    })
  }

  /** A connection on which anything went wrong is given up: who knows what it still does. */
  async #with<T>(end: number, work: (connection: PostgresConnection) => Promise<T>): Promise<T> {
    const connection = await this.#connect(Math.min(end - performance.now(), this.#timeoutMs))
    try {
      const result = await work(connection)
      connection.release()
      return result
    } catch (error) {
      connection.release(true)
      throw error
    } finally {
      connection.off('error', ignore)
    }
  }

  /**
   * A connection that comes too late goes straight back, and nothing is done on it. One that breaks
   * says so to whoever waits for its answer, and once more to everybody: also in the moment when it
   * is handed out, so that this must not wait for a promise.
   */
  #connect(left: number): Promise<PostgresConnection> {
    return new Promise((resolve, reject) => {
      let isLate = false
      const timer = setTimeout(() => {
        isLate = true
        reject(unavailable('has no connection that is free'))
      }, left)
      this.#pool.connect((error, connection) => {
        clearTimeout(timer)
        if (connection === undefined) return reject(error)
        if (isLate) return connection.release()
        connection.on('error', ignore)
        resolve(connection)
      })
    })
  }
}

function ignore(): void {}

async function ask<Row>(
  connection: PostgresConnection,
  end: number,
  text: string,
  values: readonly unknown[],
): Promise<Row[]> {
  const query_timeout = Math.ceil(end - performance.now())
  if (query_timeout <= 0) throw unavailable('does not answer in time')
  return (await connection.query({ text, values: [...values], query_timeout })).rows as Row[]
}

function toStoreError(error: unknown): unknown {
  if (error instanceof HallpassError) return error
  return unavailable(reasonOf(error), bareCause(sqlState(error)))
}
