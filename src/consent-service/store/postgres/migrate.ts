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
export function migrate(database: Database): Promise<void> {
  const steps = async (tx: Transaction, rows: readonly { version: number }[]) => {
    const version = rows[0]?.version ?? 0
    if (version > MIGRATIONS.length) {
      throw new HallpassError('invalid_config', 'The database was made by a newer hallpass.')
    }
    for (const [index, step] of MIGRATIONS.entries()) {
      if (index < version) continue
      await tx.script(`${step}; INSERT INTO hallpass_migration VALUES (${index + 1})`)
    }
  }
  return database.transaction(BEGIN, steps, PATIENCE_MS)
}
