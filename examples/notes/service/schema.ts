/** The tables, for Kysely's types and for PostgreSQL. */
import { type Generated, type Kysely, sql } from 'kysely'

/** The tables and their columns. */
export interface Tables {
  account: {
    id: string
    username: string
    password_hash: string
    groups: string[]
  }
  note: {
    id: Generated<string>
    owner: string
    title: string
    text: string
    created_at: Generated<Date>
  }
}

/** The database, through Kysely. */
export type Database = Kysely<Tables>

/** Any number, so long as no other program locks the same one in this database. */
const MIGRATION_LOCK = 8702

/** Makes what is missing; several processes may start at once. */
export async function migrate(database: Database): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    await sql`SELECT pg_advisory_xact_lock(${MIGRATION_LOCK})`.execute(transaction)
    await sql`
      CREATE TABLE IF NOT EXISTS account (
        id text PRIMARY KEY,
        username text NOT NULL UNIQUE,
        password_hash text NOT NULL,
        groups text[] NOT NULL DEFAULT '{}'
      )`.execute(transaction)
    await sql`
      CREATE TABLE IF NOT EXISTS note (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        owner text NOT NULL REFERENCES account (id) ON DELETE CASCADE,
        title text NOT NULL,
        text text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now()
      )`.execute(transaction)
    await sql`CREATE INDEX IF NOT EXISTS note_of_owner ON note (owner, created_at, id)`.execute(
      transaction,
    )
  })
}
