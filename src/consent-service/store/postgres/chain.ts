/** The log in PostgreSQL. */
import type { Head, WholeEntry } from '../../log/entry.ts'
import type { LogEntry, LogQuery } from '../port.ts'
import { type EntryRow, isUuid, siteNumber, toEntry, toHex } from '../row.ts'
import type { Database, Queries, Transaction } from './database.ts'
import type { NumberedRow } from './visitor-row.ts'

const BEGIN = 'BEGIN; SELECT seq, hash FROM hallpass_head FOR UPDATE'

/** A transaction that may append to the log: one at a time, whichever instance it is of. */
export function appending<T>(
  database: Database,
  work: (tx: Transaction, head: Head) => Promise<T>,
): Promise<T> {
  return database.transaction<{ seq: number; hash: Uint8Array }, T>(BEGIN, (tx, rows) => {
    const [row] = rows
    if (row === undefined) throw new Error('the log has no head')
    return work(tx, { seq: row.seq, hash: toHex(row.hash) })
  })
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
      (seq, at, prior, policy, site, choices, what, shown, visitor, hash, commitment, salt)
    SELECT seq, at, prior, policy, site, choices, what, shown, visitor,
      decode(hash, 'hex'), decode(commitment, 'hex'), decode(salt, 'hex')
    FROM json_to_recordset($1::json) AS entry (
      seq bigint, at bigint, prior bigint, policy int, site int, choices int, what smallint,
      shown smallint, visitor uuid, hash text, commitment text, salt text)
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

function logRow({ entry, what, choices, prior }: NewEntry) {
  const { seq, at, hash, commitment, salt, record } = entry
  const policy = record.policy ?? 0
  const site = siteNumber(record.site ?? '') ?? 0
  const shown = record.policyShown === true ? 1 : 0
  const visitor = record.visitor ?? null
  return { seq, at, prior, policy, site, choices, what, shown, visitor, hash, commitment, salt }
}

function visitorOf({ entry, after }: NewEntry) {
  const uuid = entry.record.visitor
  if (uuid === undefined || after === undefined) return []
  const { updated_at, policy, act, gpc, last, choice_id: choices } = after
  return [[uuid, { uuid, updated_at, policy, act, gpc, choices, last }]] as const
}

/** Every entry of a visitor (the first value), from the newest to the oldest. */
export const ENTRIES_OF: string = `
  WITH RECURSIVE mine (seq, prior) AS (
    SELECT log.seq, log.prior
    FROM hallpass_visitor AS visitor JOIN hallpass_log AS log ON log.seq = visitor.last
    WHERE visitor.uuid = $1
    UNION ALL
    SELECT log.seq, log.prior FROM mine JOIN hallpass_log AS log ON log.seq = mine.prior
  )`

const ENTRY = `
  SELECT log.seq, log.at, before.hash AS prev, log.hash, log.commitment, log.salt, log.what,
    log.visitor, nullif(log.site, 0) AS site, site.origin, choice.choices, log.policy, log.shown,
    policy.sha256
  FROM hallpass_log AS log
  LEFT JOIN hallpass_log AS before ON before.seq = log.seq - 1
  LEFT JOIN hallpass_site AS site ON site.id = log.site
  LEFT JOIN hallpass_choice AS choice ON choice.id = log.choices
  LEFT JOIN hallpass_policy AS policy ON policy.version = log.policy`

export async function entries(
  database: Queries,
  afterSeq: number,
  limit: number,
): Promise<LogEntry[]> {
  const sql = `${ENTRY} WHERE log.seq > $1 ORDER BY log.seq LIMIT $2`
  return (await database.query<EntryRow>(sql, [afterSeq, limit])).map(toEntry)
}

export async function log(database: Queries, query: LogQuery): Promise<LogEntry[]> {
  const before = query.beforeSeq ?? Number.MAX_SAFE_INTEGER
  // -1 is the site of no entry: a site that cannot be must find nothing.
  const site = query.site === undefined ? undefined : (siteNumber(query.site) ?? -1)
  const newest = 'ORDER BY log.seq DESC LIMIT'
  const find = async (sql: string, values: readonly unknown[]) =>
    (await database.query<EntryRow>(sql, values)).map(toEntry)

  if (query.visitor !== undefined) {
    if (!isUuid(query.visitor)) return []
    const sql = `${ENTRIES_OF} ${ENTRY} JOIN mine ON mine.seq = log.seq
      WHERE log.seq < $2 AND ($3::int IS NULL OR log.site = $3) ${newest} $4`
    return find(sql, [query.visitor, before, site ?? null, query.limit])
  }
  if (site !== undefined) {
    const sql = `${ENTRY} WHERE log.site = $1 AND log.site > 0 AND log.seq < $2 ${newest} $3`
    return find(sql, [site, before, query.limit])
  }
  return find(`${ENTRY} WHERE log.seq < $1 ${newest} $2`, [before, query.limit])
}
