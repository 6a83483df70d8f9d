/** The connections to PostgreSQL: prepared statements and transactions, each limited in time. */
import { setTimeout } from 'node:timers/promises'
import type { Pool, PoolClient, PoolConfig } from 'pg'
import { HallpassError } from '../../../errors.ts'
import { unavailable } from '../unavailable.ts'
import { toStoreError } from './fault.ts'

/** All in milliseconds. */
const CONNECT_MS = 3000
export const LOCK_MS = 3000
const STATEMENT_MS = 5000
/** For a server that says nothing at all any more. */
const SILENCE_MS = 6000
const IDLE_IN_TRANSACTION_MS = 10_000

const CONNECTIONS = 10

const INT8 = 20

/** What runs statements: the pool, or the connection of a transaction. */
export interface Queries {
  /** The rows. `Row` is what the statement is known to return. */
  query<Row>(sql: string, values?: readonly unknown[]): Promise<Row[]>
}

/** A transaction. */
export interface Transaction extends Queries {
  /** Statements without values, in one way there and back; the rows of the last. */
  script<Row>(sql: string): Promise<Row[]>
}

/** A database. Its methods reject with `store_unavailable` for whatever PostgreSQL cannot do. */
export class Database implements Queries {
  readonly #pool: Pool
  readonly #begun = new Set<Promise<unknown>>()
  #closed: Promise<void> | undefined

  constructor(pool: Pool) {
    this.#pool = pool
  }

  query<Row>(sql: string, values: readonly unknown[] = []): Promise<Row[]> {
    return this.#guarded(async () => {
      const result = await this.#pool.query(prepared(sql, values))
      return result.rows as Row[]
    })
  }

  /**
   * Does `work` in a transaction.
   *
   * @param begin - What begins it, so that it can go together with the first statements; `work`
   *   gets the rows of the last one.
   * @param patienceMs - How long a script may take.
   */
  transaction<Row, T>(
    begin: string,
    work: (tx: Transaction, rows: readonly Row[]) => Promise<T>,
    patienceMs: number = SILENCE_MS,
  ): Promise<T> {
    return this.#guarded(async () => {
      const client = await this.#pool.connect()
      // One that breaks says so to whoever waits for its answer, and once more here.
      client.on('error', ignore)
      try {
        const tx = transactionOn(client, patienceMs)
        const result = await work(tx, await tx.script<Row>(begin))
        await client.query('COMMIT')
        client.release()
        return result
      } catch (error) {
        await abandon(client, error)
        throw error
      } finally {
        client.off('error', ignore)
      }
    })
  }

  /** Waits for what was begun; takes nothing more. */
  close(): Promise<void> {
    this.#closed ??= this.#close()
    return this.#closed
  }

  async #close(): Promise<void> {
    await Promise.allSettled(this.#begun)
    // A server that is not there any more does not say goodbye.
    await Promise.race([this.#pool.end(), setTimeout(CONNECT_MS, undefined, { ref: false })])
  }

  async #guarded<T>(work: () => Promise<T>): Promise<T> {
    if (this.#closed !== undefined) throw unavailable('is closed')
    const begun = work()
    this.#begun.add(begun)
    try {
      return await begun
    } catch (error) {
      throw toStoreError(error)
    } finally {
      this.#begun.delete(begun)
    }
  }
}

function ignore(): void {}

function transactionOn(client: PoolClient, patienceMs: number): Transaction {
  return {
    async query<Row>(sql: string, values: readonly unknown[] = []) {
      return (await client.query(prepared(sql, values))).rows as Row[]
    },
    async script<Row>(sql: string) {
      const results: unknown = await client.query(limited(sql, patienceMs))
      const last: unknown = Array.isArray(results) ? results.at(-1) : results
      return (last as { rows: Row[] }).rows
    },
  }
}

/** Undoes what was begun; a connection that cannot even do that is given up. */
async function abandon(client: PoolClient, error: unknown): Promise<void> {
  if (!(error instanceof HallpassError)) return client.release(true)
  try {
    await client.query('ROLLBACK')
    client.release()
  } catch {
    client.release(true)
  }
}

/** A time limit of its own is known to the driver, but not to its types. */
function limited(text: string, query_timeout: number): { text: string } {
  const query: { text: string; query_timeout: number } = { text, query_timeout }
  return query
}

/** Each statement has a name, under which every connection keeps it prepared. */
const names = new Map<string, string>()

function prepared(text: string, values: readonly unknown[]) {
  let name = names.get(text)
  if (name === undefined) {
    name = `hallpass_${names.size + 1}`
    names.set(text, name)
  }
  return { name, text, values: [...values] }
}

/**
 * A database at an address.
 *
 * @throws HallpassError `invalid_config` without the package `pg`, or for no address.
 */
export async function connect(url: string): Promise<Database> {
  const { default: pg } = await import('pg').catch((cause: unknown) => {
    throw new HallpassError(
      'invalid_config',
      'PostgreSQL needs the package pg beside hallpass: npm install pg',
      { cause },
    )
  })
  const config: PoolConfig = {
    connectionString: url,
    max: CONNECTIONS,
    application_name: 'hallpass-consent',
    keepAlive: true,
    connectionTimeoutMillis: CONNECT_MS,
    statement_timeout: STATEMENT_MS,
    lock_timeout: LOCK_MS,
    query_timeout: SILENCE_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
    // Every statement has its index: a plan made while a table was small must not last. Compiling
    // plans pays for long queries, and there are none.
    options: '-c enable_seqscan=off -c jit=off',
    types: {
      // Numbers of ours are far below 2^53.
      getTypeParser: (oid: number, format?: 'text' | 'binary') =>
        oid === INT8 ? Number : pg.types.getTypeParser(oid, format),
    },
  }
  try {
    const pool = new pg.Pool(config)
    // A connection that breaks while nobody uses it is replaced when one is needed.
    pool.on('error', ignore)
    return new Database(pool)
  } catch (cause) {
    throw new HallpassError('invalid_config', 'The database’s address cannot be read.', { cause })
  }
}
