/** Visitors, their choices and their codes in SQLite. */

import type { SqliteFile } from '../../../stores/sqlite/file.ts'
import { nextEntry } from '../../log/entry.ts'
import { countedAt, decide, type LastEntry } from '../decide.ts'
import type { Change, Known, LogRecord } from '../port.ts'
import { actNumber, dayOf, knows, siteNumber, toKnown, type VisitorRow } from '../row.ts'
import { addEntry, headOf } from './chain.ts'
import { uuidBytes } from './uuid.ts'

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
  if (recognise(file, uuid, siteId)) return
  const site = siteNumber(siteId)
  if (site === undefined || !isThere(file, site)) return
  file.run('INSERT INTO visitor (uuid, since, sites) VALUES (?, ?, ?)', uuid, at, `,${site},`)
  file.run('UPDATE head SET visitors = visitors + 1')
}

/** False, and nothing is written, when nobody is known by this id. */
export function recognise(file: SqliteFile, uuid: Uint8Array, siteId: string): boolean {
  const old = file.get<{ sites: string }>('SELECT sites FROM visitor WHERE uuid = ?', uuid)
  if (old === undefined) return false
  const site = siteNumber(siteId)
  if (site === undefined || knows(old.sites, siteId) || !isThere(file, site)) return true
  file.run('UPDATE visitor SET sites = ? WHERE uuid = ?', `${old.sites}${site},`, uuid)
  return true
}

function isThere(file: SqliteFile, site: number): boolean {
  return file.get('SELECT 1 FROM site WHERE id = ? AND removed = 0', site) !== undefined
}

const LAST = 'SELECT at, received, what, policy, shown, site FROM log WHERE seq = ?'

export function record(file: SqliteFile, change: Change): Known | undefined {
  const row = visitorRow(file, change.visitor)
  const last = row && file.get<LastEntry>(LAST, row.last)
  const decision = decide(change, row, last)
  if (decision.kind === 'unknown' || row === undefined) return undefined
  if (decision.kind === 'kept') return toKnown(change.visitor, row)
  if (decision.kind === 'repeated') {
    const moved = 'UPDATE visitor SET updated_at = ? WHERE uuid = ?'
    file.run(moved, decision.row.updated_at, uuidBytes(change.visitor) ?? null)
    return toKnown(change.visitor, decision.row)
  }
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
    dayOf(countedAt(change)),
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
