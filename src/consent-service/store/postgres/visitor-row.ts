/** A visitor's row in PostgreSQL. */
import { isUuid, type VisitorRow } from '../row.ts'
import type { Queries } from './database.ts'
import type { Names } from './names.ts'

/** Who is asked for a visitor. */
export interface Asked {
  readonly queries: Queries
  readonly names: Names
}

/** A visitor's row with the number of its choices; 0 without. */
export interface NumberedRow extends VisitorRow {
  readonly choice_id: number
}

type StoredRow = Omit<NumberedRow, 'choices'>

// Without a join: a visitor is read far more often than new choices appear.
const COLUMNS = 'since, updated_at, policy, act, gpc, last, sites, choices AS choice_id'
const ONE = `SELECT ${COLUMNS} FROM hallpass_visitor WHERE uuid = $1`
const MANY = `SELECT uuid, ${COLUMNS} FROM hallpass_visitor WHERE uuid = ANY($1::uuid[])`

/** A visitor. */
export async function rowOf(asked: Asked, id: string): Promise<NumberedRow | undefined> {
  if (!isUuid(id)) return undefined
  const [row] = await asked.queries.query<StoredRow>(ONE, [id])
  return row && { ...row, choices: await asked.names.text(asked.queries, row.choice_id) }
}

/** Visitors by their ids. */
export async function rowsOf(
  { queries, names }: Asked,
  ids: readonly string[],
): Promise<Map<string, VisitorRow>> {
  const rows = await queries.query<StoredRow & { uuid: string }>(MANY, [ids])
  const found = new Map<string, VisitorRow>()
  for (const row of rows) {
    found.set(row.uuid, { ...row, choices: await names.text(queries, row.choice_id) })
  }
  return found
}
