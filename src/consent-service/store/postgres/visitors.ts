/** Visitors and their codes in PostgreSQL. */
import { HallpassError } from '../../../errors.ts'
import { nextEntry } from '../../log/entry.ts'
import type { Code, Known } from '../port.ts'
import { FORGET_ENTRY, fromHex, isUuid, knows, siteNumber, toKnown } from '../row.ts'
import { append, appending, ENTRIES_OF } from './chain.ts'
import type { Database } from './database.ts'
import { type Asked, rowOf } from './visitor-row.ts'

export async function visitor(
  asked: Asked,
  id: string,
  siteId?: string,
): Promise<Known | undefined> {
  const row = await rowOf(asked, id)
  if (row === undefined || (siteId !== undefined && !knows(row.sites, siteId))) return undefined
  return toKnown(id, row)
}

export async function sitesOf(asked: Asked, id: string): Promise<string[]> {
  const row = await rowOf(asked, id)
  if (row === undefined) return []
  const sql = 'SELECT id FROM hallpass_site WHERE NOT removed ORDER BY id'
  const sites = await asked.queries.query<{ id: number }>(sql)
  return sites.map((site) => String(site.id)).filter((site) => knows(row.sites, site))
}

/** One statement; a visitor who is new is counted by it too. */
const KNOW = `
  WITH put AS (
    INSERT INTO hallpass_visitor AS old (uuid, since, sites)
    SELECT $1::uuid, $2::bigint, ',' || id || ',' FROM hallpass_site WHERE id = $3 AND NOT removed
    ON CONFLICT (uuid) DO UPDATE SET sites = old.sites || substr(excluded.sites, 2)
      WHERE strpos(old.sites, excluded.sites) = 0
    RETURNING old.xmax = 0 AS fresh
  )
  UPDATE hallpass_tally SET visitors = visitors + 1
  WHERE slot = pg_backend_pid() % 32 AND (SELECT fresh FROM put)`

export async function know(
  database: Database,
  id: string,
  siteId: string,
  at: number,
): Promise<void> {
  const uuid = neededUuid(id)
  const site = siteNumber(siteId)
  if (site !== undefined) await database.query(KNOW, [uuid, at, site])
}

function neededUuid(id: string): string {
  if (!isUuid(id)) throw new HallpassError('bad_request', 'A visitor’s id is a UUID.')
  return id
}

export async function forget(database: Database, id: string, at: number): Promise<boolean> {
  if (!isUuid(id)) return false
  return appending(database, async (tx, head) => {
    await tx.query(
      `${ENTRIES_OF}
       UPDATE hallpass_log SET salt = NULL, visitor = NULL, site = 0, choices = 0, what = 0,
         policy = 0, shown = 0, prior = 0 WHERE seq IN (SELECT seq FROM mine)`,
      [id],
    )
    const gone = await tx.query('DELETE FROM hallpass_visitor WHERE uuid = $1 RETURNING 1 AS one', [
      id,
    ])
    if (gone.length === 0) return false
    await tx.query('DELETE FROM hallpass_code WHERE visitor = $1', [id])
    await tx.query('UPDATE hallpass_tally SET visitors = visitors - 1 WHERE slot = 0')
    const entry = nextEntry(head, at, { kind: 'forget' })
    await append(tx, [{ entry, what: FORGET_ENTRY, choices: 0, prior: 0 }])
    return true
  })
}

/** Dead codes that nobody fetched go when others come, a few at a time. */
const PURGE = `
  DELETE FROM hallpass_code WHERE hash IN (
    SELECT hash FROM hallpass_code WHERE expires_at < $1
    ORDER BY expires_at LIMIT 200 FOR UPDATE SKIP LOCKED)`
const PURGE_AFTER_MS = 60_000

export async function putCode(database: Database, code: Code, purge: boolean): Promise<void> {
  const { hash, visitor, siteId, expiresAt } = code
  await database.query('INSERT INTO hallpass_code VALUES ($1, $2, $3, $4)', [
    fromHex(hash),
    neededUuid(visitor),
    siteNumber(siteId) ?? 0,
    expiresAt,
  ])
  if (purge) await database.query(PURGE, [expiresAt - 2 * PURGE_AFTER_MS])
}

export async function takeCode(
  database: Database,
  code: Pick<Code, 'hash' | 'siteId'>,
  now: number,
): Promise<string | undefined> {
  const [row] = await database.query<{ visitor: string; site: number; expires_at: number }>(
    'DELETE FROM hallpass_code WHERE hash = $1 RETURNING visitor, site, expires_at',
    [fromHex(code.hash)],
  )
  const isGood = row !== undefined && String(row.site) === code.siteId && now < row.expires_at
  return isGood ? row.visitor : undefined
}
