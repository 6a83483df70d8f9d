/** The tables in PostgreSQL, and how they are brought up. */
import { HallpassError } from '../../errors.ts'
import type { Queries, StorePool } from './pool.ts'

/** The number of our lock among the database's advisory ones. */
const LOCK = 7_236_411_209

/** How long it may take, with other processes that do the same before us, in milliseconds. */
const PATIENCE_MS = 60_000

/**
 * Step by step, each a list of statements. A step that was released is never changed: add another.
 * Names and values are bytes, since PostgreSQL's text holds no NUL. The indexes of an entry are in
 * its row, so that one statement writes all of it.
 */
const MIGRATIONS: readonly (readonly string[])[] = [
  [
    `CREATE TABLE hallpass_store_entry (
      expires_at timestamptz NOT NULL,
      is_text boolean NOT NULL,
      space text NOT NULL,
      version text NOT NULL,
      key bytea NOT NULL,
      indexes bytea[] NOT NULL,
      value bytea NOT NULL,
      PRIMARY KEY (space, key)
    )`,
    'CREATE INDEX hallpass_store_entry_expires ON hallpass_store_entry (expires_at)',
    'CREATE INDEX hallpass_store_entry_indexes ON hallpass_store_entry USING gin (indexes)',
    `CREATE TABLE hallpass_store_lock (
      expires_at timestamptz NOT NULL,
      fence bigint NOT NULL,
      space text NOT NULL,
      owner text NOT NULL,
      name bytea NOT NULL,
      PRIMARY KEY (space, name)
    )`,
    'CREATE INDEX hallpass_store_lock_expires ON hallpass_store_lock (expires_at)',
    'CREATE SEQUENCE hallpass_store_fence',
  ],
]

/** @throws HallpassError `invalid_config` when a newer hallpass made the tables. */
export async function migrate(pool: StorePool): Promise<void> {
  // Most starts find all done: they need neither wait nor be allowed to make tables.
  if ((await versionOf(pool)) === MIGRATIONS.length) return
  await pool.transaction(async (tx) => {
    await tx.query(`SET LOCAL lock_timeout = ${PATIENCE_MS}`)
    await tx.query(`SET LOCAL statement_timeout = ${PATIENCE_MS}`)
    await tx.query(`SELECT pg_advisory_xact_lock(${LOCK})`)
    await tx.query('CREATE TABLE IF NOT EXISTS hallpass_store_migration (version int PRIMARY KEY)')
    const version = await versionOf(tx)
    for (const [index, step] of MIGRATIONS.entries()) {
      if (index < version) continue
      for (const statement of step) await tx.query(statement)
      await tx.query('INSERT INTO hallpass_store_migration VALUES ($1)', [index + 1])
    }
  }, PATIENCE_MS)
}

async function versionOf(queries: Queries): Promise<number> {
  const known = "SELECT to_regclass('hallpass_store_migration') IS NOT NULL AS there"
  if (!(await queries.query<{ there: boolean }>(known))[0]?.there) return 0
  const sql = 'SELECT coalesce(max(version), 0) AS version FROM hallpass_store_migration'
  const version = (await queries.query<{ version: number }>(sql))[0]?.version ?? 0
  if (version > MIGRATIONS.length) {
    throw new HallpassError('invalid_config', 'The tables of the store are of a newer hallpass.')
  }
  return version
}
