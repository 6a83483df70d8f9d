/** A visitor's row in PostgreSQL. */
import type { LastEntry } from '../decide.ts'
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

/** With the newest entry of each, which a change may repeat. */
const MANY = `
  SELECT visitor.uuid, since, updated_at, visitor.policy, act, gpc, last, sites,
    visitor.choices AS choice_id, log.at AS last_at, log.received AS last_received,
    log.what AS last_what, log.policy AS last_policy, log.shown AS last_shown, log.site AS last_site
  FROM hallpass_visitor AS visitor LEFT JOIN hallpass_log AS log ON log.seq = visitor.last
  WHERE visitor.uuid = ANY($1::uuid[])`

interface RowWithLast extends StoredRow {
  readonly uuid: string
  readonly last_at: number | null
  readonly last_received: number | null
  readonly last_what: number
  readonly last_policy: number
  readonly last_shown: number
  readonly last_site: number
}

/** A visitor, and their newest entry; undefined without any. */
export interface Standing {
  readonly row: VisitorRow
  readonly last: LastEntry | undefined
}

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
): Promise<Map<string, Standing>> {
  const rows = await queries.query<RowWithLast>(MANY, [ids])
  const found = new Map<string, Standing>()
  for (const stored of rows) {
    const { since, updated_at, policy, act, gpc, last, sites, choice_id } = stored
    const choices = await names.text(queries, choice_id)
    const row = { since, updated_at, policy, act, gpc, last, sites, choices }
    found.set(stored.uuid, { row, last: lastOf(stored) })
  }
  return found
}

function lastOf(row: RowWithLast): LastEntry | undefined {
  if (row.last_at === null) return undefined
  return {
    at: row.last_at,
    received: row.last_received,
    what: row.last_what,
    policy: row.last_policy,
    shown: row.last_shown,
    site: row.last_site,
  }
}
