/** The log in SQLite. */

import type { SqliteFile } from '../../../stores/sqlite/file.ts'
import type { Head, WholeEntry } from '../../log/entry.ts'
import { type Links, ofVisitor } from '../of-visitor.ts'
import type { LogEntry, LogQuery } from '../port.ts'
import { type EntryRow, fromHex, siteNumber, toEntry, toHex } from '../row.ts'
import { uuidBytes, uuidText } from './uuid.ts'

/** The last entry, from which the next one goes on. */
export function headOf(file: SqliteFile): Head {
  const row = file.get<{ seq: number; hash: Uint8Array }>('SELECT seq, hash FROM head')
  if (row === undefined) throw new Error('the log has no head')
  return { seq: row.seq, hash: toHex(row.hash) }
}

/** What an entry is kept with, beside itself. */
interface Kept {
  readonly what: number
  /** The number of the choices. */
  readonly choices: number | null
  /** The visitor's entry before this one. */
  readonly prior: number
}

/** In a transaction. */
export function addEntry(file: SqliteFile, entry: WholeEntry, kept: Kept): void {
  const { seq, at, record } = entry
  const hash = fromHex(entry.hash)
  file.run(
    `INSERT INTO log (seq, at, prior, what, policy, shown, site, choices, received, erased, visitor,
       hash, commitment, salt)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    seq,
    at,
    kept.prior,
    kept.what,
    record.policy ?? 0,
    record.policyShown === true ? 1 : 0,
    siteNumber(record.site ?? '') ?? null,
    kept.choices,
    record.received ?? null,
    record.erased ?? null,
    uuidBytes(record.visitor ?? '') ?? null,
    hash,
    fromHex(entry.commitment),
    fromHex(entry.salt),
  )
  file.run('UPDATE head SET seq = ?, hash = ?', seq, hash)
}

/**
 * A visitor's entries (the second and third value) from one of them (the first) to older ones, so
 * many at most (the last). They are a list: each says which one is before it.
 */
export const SOME_OF: string = `
  WITH RECURSIVE mine (seq, prior) AS (
    SELECT seq, prior FROM log WHERE seq = ? AND visitor = ?
    UNION ALL
    SELECT log.seq, log.prior FROM mine JOIN log ON log.seq = mine.prior
    WHERE log.visitor = ? AND log.seq < mine.seq
    LIMIT ?
  )`

const ENTRY = `
  SELECT log.seq AS seq, log.at AS at, before.hash AS prev, log.hash AS hash,
    log.commitment AS commitment, log.salt AS salt, log.what AS what, hex(log.visitor) AS visitor,
    log.site AS site, site.origin AS origin, choice.choices AS choices, log.policy AS policy,
    log.shown AS shown, log.received AS received, log.erased AS erased, policy.sha256 AS sha256,
    policy.material AS material, log.prior AS prior
  FROM log
  LEFT JOIN log AS before ON before.seq = log.seq - 1
  LEFT JOIN site ON site.id = log.site
  LEFT JOIN choice ON choice.id = log.choices
  LEFT JOIN policy ON policy.version = log.policy`

function entry(row: EntryRow): LogEntry {
  const { visitor } = row
  return toEntry({ ...row, visitor: visitor ? uuidText(visitor.toLowerCase()) : null })
}

export function entries(file: SqliteFile, afterSeq: number, limit: number): LogEntry[] {
  const sql = `${ENTRY} WHERE log.seq > ? ORDER BY log.seq LIMIT ?`
  return file.all<EntryRow>(sql, afterSeq, limit).map(entry)
}

export async function log(file: SqliteFile, query: LogQuery): Promise<LogEntry[]> {
  const before = query.beforeSeq ?? Number.MAX_SAFE_INTEGER
  const site = query.site === undefined ? undefined : (siteNumber(query.site) ?? 0)
  if (query.visitor !== undefined) {
    const uuid = uuidBytes(query.visitor)
    return uuid === undefined ? [] : ofVisitor(uuid, query, linksIn(file))
  }
  const newest = 'ORDER BY log.seq DESC LIMIT ?'
  if (site !== undefined) {
    const sql = `${ENTRY} WHERE log.site = ? AND log.seq < ? ${newest}`
    return file.all<EntryRow>(sql, site, before, query.limit).map(entry)
  }
  return file.all<EntryRow>(`${ENTRY} WHERE log.seq < ? ${newest}`, before, query.limit).map(entry)
}

/** The list of a visitor's entries. */
function linksIn(file: SqliteFile): Links<Uint8Array> {
  return {
    async newest(uuid) {
      return file.get<{ last: number }>('SELECT last FROM visitor WHERE uuid = ?', uuid)?.last
    },
    async before(uuid, seq) {
      const sql = 'SELECT prior FROM log WHERE seq = ? AND visitor = ?'
      return file.get<{ prior: number }>(sql, seq, uuid)?.prior
    },
    async from(uuid, seq, most) {
      const sql = `${SOME_OF} ${ENTRY} JOIN mine ON mine.seq = log.seq ORDER BY log.seq DESC`
      const rows = file.all<EntryRow & { prior: number }>(sql, seq, uuid, uuid, most)
      return { entries: rows.map(entry), next: rows.at(-1)?.prior ?? 0 }
    },
  }
}
