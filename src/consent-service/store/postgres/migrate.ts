/** Brings up the tables in PostgreSQL, one instance at a time. */
import { HallpassError } from '../../../errors.ts'
import type { Database, Transaction } from './database.ts'
import { MIGRATIONS } from './migrations.ts'

/** The number of our lock among the database's advisory ones. */
const LOCK = 7_236_411_208

/** A step may have to go through all that is there. */
const PATIENCE_MS = 600_000

const BEGIN = `
  BEGIN;
  SET LOCAL lock_timeout = ${PATIENCE_MS};
  SET LOCAL statement_timeout = ${PATIENCE_MS};
  SELECT pg_advisory_xact_lock(${LOCK});
  CREATE TABLE IF NOT EXISTS hallpass_migration (version int PRIMARY KEY);
  SELECT coalesce(max(version), 0) AS version FROM hallpass_migration;
`

/** @throws HallpassError `invalid_config` when a newer hallpass made the tables. */
export async function migrate(database: Database): Promise<void> {
  // Most starts find all done, and need not wait for anybody.
  if ((await versionOf(database)) === MIGRATIONS.length) return
  const steps = async (tx: Transaction, rows: readonly { version: number }[]) => {
    for (const [index, step] of MIGRATIONS.entries()) {
      if (index < (rows[0]?.version ?? 0)) continue
      await tx.script(`${step}; INSERT INTO hallpass_migration VALUES (${index + 1})`)
    }
  }
  await database.transaction(BEGIN, steps, PATIENCE_MS)
}

async function versionOf(database: Database): Promise<number> {
  const known = "SELECT to_regclass('hallpass_migration') IS NOT NULL AS there"
  if (!(await database.query<{ there: boolean }>(known))[0]?.there) return 0
  const sql = 'SELECT coalesce(max(version), 0) AS version FROM hallpass_migration'
  const version = (await database.query<{ version: number }>(sql))[0]?.version ?? 0
  if (version > MIGRATIONS.length) {
    throw new HallpassError('invalid_config', 'The database was made by a newer hallpass.')
  }
  return version
}
