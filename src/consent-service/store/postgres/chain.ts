/** How the log in PostgreSQL grows. */
import type { Head, WholeEntry } from '../../log/entry.ts'
import { siteNumber, toHex } from '../row.ts'
import { unavailable } from '../unavailable.ts'
import { type Database, LOCK_MS, type Queries, type Transaction } from './database.ts'
import type { NumberedRow } from './visitor-row.ts'

const LOCK_HEAD = 'SELECT seq, hash FROM hallpass_head FOR UPDATE'

function begin(deadline: number): string {
  const left = Math.ceil(deadline - performance.now())
  if (left >= LOCK_MS) return `BEGIN; ${LOCK_HEAD}`
  return `BEGIN; SET LOCAL lock_timeout = ${Math.max(left, 1)}; ${LOCK_HEAD}`
}

interface HeadRow {
  readonly seq: number
  readonly hash: Uint8Array
}

/**
 * A transaction that may append to the log: one at a time, whichever instance it is of.
 *
 * @param deadline - By `performance.now()`: what is not to be committed any more after it.
 */
export function appending<T>(
  database: Database,
  work: (tx: Transaction, head: Head) => Promise<T>,
  deadline: number = Number.POSITIVE_INFINITY,
): Promise<T> {
  return database.transaction<HeadRow, T>(begin(deadline), async (tx, rows) => {
    const done = await work(tx, headIn(rows))
    if (performance.now() > deadline) throw unavailable('does not answer in time')
    return done
  })
}

/** The last entry, as it is kept beside the log. */
export async function headOf(database: Queries): Promise<Head> {
  return headIn(await database.query<HeadRow>('SELECT seq, hash FROM hallpass_head'))
}

function headIn([row]: readonly HeadRow[]): Head {
  if (row === undefined) throw new Error('the log has no head')
  return { seq: row.seq, hash: toHex(row.hash) }
}

/** An entry, with the numbers that it is kept with. */
export interface NewEntry {
  readonly entry: WholeEntry
  readonly what: number
  /** The number of the choices; 0 without. */
  readonly choices: number
  /** The visitor's entry before this one; 0 without. */
  readonly prior: number
  /** The visitor after it; undefined when it is of none. */
  readonly after?: NumberedRow
}

/** How often something was chosen, to be added to what is there. */
export interface NewRate {
  readonly day: number
  readonly site: number
  readonly act: number
  readonly policy: number
  count: number
}

const APPEND = `
  WITH added AS (
    INSERT INTO hallpass_log
      (seq, at, prior, policy, site, choices, what, shown, received, erased, visitor,
        hash, commitment, salt)
    SELECT seq, at, prior, policy, site, choices, what, shown, received, erased, visitor,
      decode(hash, 'hex'), decode(commitment, 'hex'), decode(salt, 'hex')
    FROM json_to_recordset($1::json) AS entry (
      seq bigint, at bigint, prior bigint, policy int, site int, choices int, what smallint,
      shown smallint, received bigint, erased int, visitor uuid, hash text, commitment text, salt text)
  ), changed AS (
    UPDATE hallpass_visitor AS old SET updated_at = new.updated_at, policy = new.policy,
      act = new.act, gpc = new.gpc, choices = new.choices, last = new.last
    FROM json_to_recordset($2::json) AS new (
      uuid uuid, updated_at bigint, policy int, act smallint, gpc int, choices int, last bigint)
    WHERE old.uuid = new.uuid
  ), rated AS (
    INSERT INTO hallpass_rate AS old (day, site, act, policy, count)
    SELECT day, site, act, policy, count
    FROM json_to_recordset($3::json) AS new (day int, site int, act smallint, policy int, count int)
    ON CONFLICT (day, site, act, policy) DO UPDATE SET count = old.count + excluded.count
  )
  UPDATE hallpass_head SET seq = $4, hash = decode($5, 'hex')`

/** Appends entries, in their order, and all that follows from them, in one statement. */
export async function append(
  tx: Transaction,
  added: readonly NewEntry[],
  rates: readonly NewRate[] = [],
): Promise<void> {
  const last = added.at(-1)
  if (last === undefined) return
  // Of a visitor who changed twice, the later row holds.
  const visitors = new Map(added.flatMap((one) => visitorOf(one)))
  await tx.query(APPEND, [
    JSON.stringify(added.map(logRow)),
    JSON.stringify([...visitors.values()]),
    JSON.stringify(rates),
    last.entry.seq,
    last.entry.hash,
  ])
}

const MOVE = `
  UPDATE hallpass_visitor AS old SET updated_at = new.updated_at
  FROM json_to_recordset($1::json) AS new (uuid uuid, updated_at bigint) WHERE old.uuid = new.uuid`

/** Visitors who said again what they had said: only the time of their choice is another. */
export async function move(
  tx: Transaction,
  visitors: readonly { readonly uuid: string; readonly updated_at: number }[],
): Promise<void> {
  if (visitors.length > 0) await tx.query(MOVE, [JSON.stringify(visitors)])
}

function logRow({ entry, what, choices, prior }: NewEntry) {
  const { seq, at, hash, commitment, salt, record } = entry
  const policy = record.policy ?? 0
  const site = siteNumber(record.site ?? '') ?? 0
  const shown = record.policyShown === true ? 1 : 0
  const { visitor, received, erased } = record
  const hashes = { hash, commitment, salt }
  return {
    seq,
    at,
    prior,
    policy,
    site,
    choices,
    what,
    shown,
    received,
    erased,
    visitor,
    ...hashes,
  }
}

function visitorOf({ entry, after }: NewEntry) {
  const uuid = entry.record.visitor
  if (uuid === undefined || after === undefined) return []
  const { updated_at, policy, act, gpc, last, choice_id: choices } = after
  return [[uuid, { uuid, updated_at, policy, act, gpc, choices, last }]] as const
}
