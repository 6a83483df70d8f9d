/** Visitors in PostgreSQL. */
import { HallpassError } from '../../../errors.ts'
import type { Known } from '../port.ts'
import { isUuid, knows, siteNumber, toKnown } from '../row.ts'
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

export function neededUuid(id: string): string {
  if (!isUuid(id)) throw new HallpassError('bad_request', 'A visitor’s id is a UUID.')
  return id
}

/** Only a visitor who is there: whoever was forgotten does not come back. */
const RECOGNISE = `
  UPDATE hallpass_visitor SET sites = sites || id || ','
  FROM hallpass_site WHERE id = $2 AND NOT removed AND uuid = $1
    AND strpos(sites, ',' || id || ',') = 0`
const IS_THERE = 'SELECT sites FROM hallpass_visitor WHERE uuid = $1'

export async function recognise(database: Database, id: string, siteId: string): Promise<boolean> {
  if (!isUuid(id)) return false
  const find = () => database.query<{ sites: string }>(IS_THERE, [id])
  const [row] = await find()
  const site = siteNumber(siteId)
  if (row === undefined || site === undefined || knows(row.sites, siteId)) return row !== undefined
  await database.query(RECOGNISE, [id, site])
  // They may have been forgotten in the meantime.
  return (await find()).length > 0
}
