/** Visitors, their choices and their codes in SQLite. */
import { nextEntry } from '../../log/entry.ts'
import { decide } from '../decide.ts'
import type { Change, Code, Known, LogRecord } from '../port.ts'
import {
  actNumber,
  dayOf,
  FORGET_ENTRY,
  fromHex,
  knows,
  siteNumber,
  toHex,
  toKnown,
  type VisitorRow,
} from '../row.ts'
import { addEntry, ENTRIES_OF, headOf } from './chain.ts'
import type { SqliteFile } from './file.ts'
import { uuidBytes, uuidText } from './uuid.ts'

const VISITOR = `
  SELECT since, updated_at, policy, act, gpc, last, sites, choice.choices AS choices
  FROM visitor LEFT JOIN choice ON choice.id = visitor.choices WHERE uuid = ?`

/** A visitor, as far as a site may see them. */
export function visitor(file: SqliteFile, id: string, siteId?: string): Known | undefined {
  const row = visitorRow(file, id)
  if (row === undefined || (siteId !== undefined && !knows(row.sites, siteId))) return undefined
  return toKnown(id, row)
}

function visitorRow(file: SqliteFile, id: string): VisitorRow | undefined {
  const uuid = uuidBytes(id)
  return uuid && file.get<VisitorRow>(VISITOR, uuid)
}

export function sitesOf(file: SqliteFile, id: string): string[] {
  const row = visitorRow(file, id)
  if (row === undefined) return []
  const sites = file.all<{ id: number }>('SELECT id FROM site WHERE removed = 0 ORDER BY id')
  return sites.map((site) => String(site.id)).filter((site) => knows(row.sites, site))
}

/** In a transaction, as all that follows. */
export function know(file: SqliteFile, uuid: Uint8Array, siteId: string, at: number): void {
  const site = siteNumber(siteId)
  if (site === undefined) return
  const old = file.get<{ sites: string }>('SELECT sites FROM visitor WHERE uuid = ?', uuid)
  if (old !== undefined && knows(old.sites, siteId)) return
  if (!file.get('SELECT 1 FROM site WHERE id = ? AND removed = 0', site)) return
  if (old !== undefined) {
    file.run('UPDATE visitor SET sites = ? WHERE uuid = ?', `${old.sites}${site},`, uuid)
    return
  }
  file.run('INSERT INTO visitor (uuid, since, sites) VALUES (?, ?, ?)', uuid, at, `,${site},`)
  file.run('UPDATE head SET visitors = visitors + 1')
}

export function record(file: SqliteFile, change: Change): Known | undefined {
  const row = visitorRow(file, change.visitor)
  const decision = decide(change, row)
  if (decision.kind === 'unknown' || row === undefined) return undefined
  if (decision.kind === 'kept') return toKnown(change.visitor, row)

  const after = decision.row
  const choices = choiceId(file, after.choices)
  const recorded = change.choices === undefined ? null : choices
  const entry = nextEntry(headOf(file), change.at, withOrigin(file, decision.record))
  addEntry(file, entry, { what: actNumber(change.act), choices: recorded, prior: row.last })
  file.run(
    'UPDATE visitor SET updated_at=?, policy=?, act=?, gpc=?, choices=?, last=? WHERE uuid=?',
    after.updated_at,
    after.policy,
    after.act,
    after.gpc,
    choices,
    entry.seq,
    uuidBytes(change.visitor) ?? null,
  )
  file.run(
    `INSERT INTO rate VALUES (?, ?, ?, ?, 1)
     ON CONFLICT (day, site, act, policy) DO UPDATE SET count = count + 1`,
    dayOf(change.at),
    siteNumber(change.site ?? '') ?? 0,
    actNumber(change.act),
    change.policy,
  )
  return toKnown(change.visitor, after)
}

function withOrigin(file: SqliteFile, found: LogRecord): LogRecord {
  const site = siteNumber(found.site ?? '')
  if (site === undefined) return found
  const row = file.get<{ origin: string }>('SELECT origin FROM site WHERE id = ?', site)
  return row === undefined ? found : { ...found, origin: row.origin }
}

/** Equal choices are one row. */
function choiceId(file: SqliteFile, choices: string | null): number | null {
  if (choices === null) return null
  const find = () => file.get<{ id: number }>('SELECT id FROM choice WHERE choices = ?', choices)
  const found = find()
  if (found !== undefined) return found.id
  file.run('INSERT INTO choice (choices) VALUES (?)', choices)
  return find()?.id ?? null
}

export function forget(file: SqliteFile, uuid: Uint8Array, at: number): boolean {
  if (!file.get('SELECT 1 FROM visitor WHERE uuid = ?', uuid)) return false
  file.run(
    `${ENTRIES_OF}
     UPDATE log SET salt=NULL, visitor=NULL, site=NULL, choices=NULL, what=0, policy=0, shown=0,
       prior=0 WHERE seq IN (SELECT seq FROM mine)`,
    uuid,
  )
  file.run('DELETE FROM visitor WHERE uuid = ?', uuid)
  file.run('DELETE FROM code WHERE visitor = ?', uuid)
  file.run('UPDATE head SET visitors = visitors - 1')
  const entry = nextEntry(headOf(file), at, { kind: 'forget' })
  addEntry(file, entry, { what: FORGET_ENTRY, choices: null, prior: 0 })
  return true
}

/** Dead codes that nobody fetched go when others come, a few at a time. */
const PURGE_MOST = 200
const PURGE_AFTER_MS = 60_000

export function putCode(file: SqliteFile, code: Code, uuid: Uint8Array, purge: boolean): void {
  const site = siteNumber(code.siteId) ?? 0
  file.run('INSERT INTO code VALUES (?, ?, ?, ?)', fromHex(code.hash), uuid, site, code.expiresAt)
  if (!purge) return
  const dead = 'SELECT hash FROM code WHERE expires_at < ? ORDER BY expires_at LIMIT ?'
  const before = code.expiresAt - 2 * PURGE_AFTER_MS
  file.run(`DELETE FROM code WHERE hash IN (${dead})`, before, PURGE_MOST)
}

export function takeCode(
  file: SqliteFile,
  code: Pick<Code, 'hash' | 'siteId'>,
  now: number,
): string | undefined {
  const row = file.get<{ visitor: Uint8Array; site: number; expires_at: number }>(
    'DELETE FROM code WHERE hash = ? RETURNING visitor, site, expires_at',
    fromHex(code.hash),
  )
  const isGood = row !== undefined && String(row.site) === code.siteId && now < row.expires_at
  return isGood ? uuidText(toHex(row.visitor)) : undefined
}
