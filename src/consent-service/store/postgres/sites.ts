/** Sites and their keys in PostgreSQL. */
import { HallpassError } from '../../../errors.ts'
import type { Site, SiteKey } from '../port.ts'
import { fromHex, type KeyRow, type SiteRow, siteNumber, toKey, toSite } from '../row.ts'
import type { Database } from './database.ts'

const SITE = `
  SELECT site.id, site.origin, site.callback, site.created_at FROM hallpass_site AS site`
const KEY = 'SELECT id, site, created_at, ends_at FROM hallpass_site_key'

export async function sites(database: Database): Promise<Site[]> {
  return (await database.query<SiteRow>(`${SITE} WHERE NOT removed ORDER BY id`)).map(toSite)
}

export async function siteOfOrigin(database: Database, origin: string): Promise<Site | undefined> {
  const sql = `${SITE} WHERE NOT removed AND origin = $1`
  const [row] = await database.query<SiteRow>(sql, [origin])
  return row && toSite(row)
}

export async function siteOfKey(
  database: Database,
  keyHash: string,
  now: number,
): Promise<Site | undefined> {
  const sql = `${SITE} JOIN hallpass_site_key AS key ON key.site = site.id
    WHERE key.hash = $1 AND (key.ends_at IS NULL OR key.ends_at > $2)`
  const [row] = await database.query<SiteRow>(sql, [fromHex(keyHash), now])
  return row && toSite(row)
}

export async function keys(database: Database, siteId: string): Promise<SiteKey[]> {
  const sql = `${KEY} WHERE site = $1 ORDER BY id`
  return (await database.query<KeyRow>(sql, [siteNumber(siteId) ?? 0])).map(toKey)
}

const ADD_SITE = `
  WITH added AS (
    INSERT INTO hallpass_site (origin, callback, created_at) VALUES ($1, $2, $3)
    ON CONFLICT (origin) WHERE NOT removed DO NOTHING
    RETURNING id, origin, callback, created_at
  ), key AS (
    INSERT INTO hallpass_site_key (site, hash, created_at)
    SELECT id, $4, created_at FROM added
  )
  SELECT * FROM added`

export async function addSite(
  database: Database,
  site: Omit<Site, 'id'>,
  keyHash: string,
): Promise<Site> {
  const values = [site.origin, site.callback, site.createdAt, fromHex(keyHash)]
  const [row] = await database.query<SiteRow>(ADD_SITE, values)
  if (row === undefined) {
    throw new HallpassError('bad_request', 'A site with this origin is there already.')
  }
  return toSite(row)
}

/** The row stays for the log, whose entries prove where a choice was made. */
const REMOVE_SITE = `
  WITH gone AS (
    UPDATE hallpass_site SET removed = true WHERE id = $1 AND NOT removed RETURNING id
  ), keys AS (
    DELETE FROM hallpass_site_key WHERE site IN (SELECT id FROM gone)
  ), codes AS (
    DELETE FROM hallpass_code WHERE site IN (SELECT id FROM gone)
  )
  SELECT id FROM gone`

export async function removeSite(database: Database, siteId: string): Promise<boolean> {
  return (await database.query(REMOVE_SITE, [siteNumber(siteId) ?? 0])).length > 0
}

/** The row of the site is locked, so that no key is added to one that is being removed. */
const ADD_KEY = `
  WITH site AS (
    SELECT id FROM hallpass_site WHERE id = $1 AND NOT removed FOR UPDATE
  ), others AS (
    UPDATE hallpass_site_key SET ends_at = $4
    WHERE site IN (SELECT id FROM site) AND (ends_at IS NULL OR ends_at > $4)
  )
  INSERT INTO hallpass_site_key (site, hash, created_at) SELECT id, $2, $3 FROM site
  RETURNING id, site, created_at, ends_at`

export async function addKey(
  database: Database,
  siteId: string,
  key: { readonly hash: string; readonly at: number; readonly endOthersAt: number },
): Promise<SiteKey> {
  const values = [siteNumber(siteId) ?? 0, fromHex(key.hash), key.at, key.endOthersAt]
  const [row] = await database.query<KeyRow>(ADD_KEY, values)
  if (row === undefined) throw new HallpassError('unknown_site', 'There is no such site.')
  return toKey(row)
}
