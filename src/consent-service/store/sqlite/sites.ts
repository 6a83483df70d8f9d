/** Sites and their keys in SQLite. */
import { HallpassError } from '../../../errors.ts'
import type { SqliteFile } from '../../../stores/sqlite/file.ts'
import type { Site, SiteKey } from '../port.ts'
import { fromHex, type KeyRow, type SiteRow, siteNumber, toKey, toSite } from '../row.ts'

const SITE = 'SELECT site.id AS id, origin, callback, site.created_at AS created_at FROM site'
const KEY = 'SELECT id, site, created_at, ends_at FROM site_key'

export function sites(file: SqliteFile): Site[] {
  return file.all<SiteRow>(`${SITE} WHERE removed = 0 ORDER BY site.id`).map(toSite)
}

export function siteOfOrigin(file: SqliteFile, origin: string): Site | undefined {
  const row = file.get<SiteRow>(`${SITE} WHERE removed = 0 AND origin = ?`, origin)
  return row && toSite(row)
}

export function siteOfKey(file: SqliteFile, keyHash: string, now: number): Site | undefined {
  const sql = `${SITE} JOIN site_key ON site_key.site = site.id
    WHERE hash = ? AND (ends_at IS NULL OR ends_at > ?)`
  const row = file.get<SiteRow>(sql, fromHex(keyHash), now)
  return row && toSite(row)
}

export function keys(file: SqliteFile, siteId: string): SiteKey[] {
  const site = siteNumber(siteId) ?? 0
  return file.all<KeyRow>(`${KEY} WHERE site = ? ORDER BY id`, site).map(toKey)
}

/** In a transaction, as all that follows. */
export function addSite(file: SqliteFile, site: Omit<Site, 'id'>, keyHash: string): Site {
  const { origin, callback, createdAt } = site
  if (siteOfOrigin(file, origin) !== undefined) {
    throw new HallpassError('bad_request', 'A site with this origin is there already.')
  }
  file.run(
    'INSERT INTO site (origin, callback, created_at) VALUES (?, ?, ?)',
    origin,
    callback,
    createdAt,
  )
  const added = siteOfOrigin(file, origin)
  if (added === undefined) throw new Error('a new site is not there')
  insertKey(file, Number(added.id), keyHash, createdAt)
  return added
}

export function removeSite(file: SqliteFile, siteId: string): boolean {
  const site = siteNumber(siteId) ?? 0
  // The row stays for the log, whose entries prove where a choice was made.
  if (file.run('UPDATE site SET removed = 1 WHERE id = ? AND removed = 0', site) === 0) return false
  file.run('DELETE FROM site_key WHERE site = ?', site)
  file.run('DELETE FROM code WHERE site = ?', site)
  return true
}

export function addKey(
  file: SqliteFile,
  siteId: string,
  key: { readonly hash: string; readonly at: number; readonly endOthersAt: number },
): SiteKey {
  const site = siteNumber(siteId) ?? 0
  if (!file.get('SELECT 1 FROM site WHERE id = ? AND removed = 0', site)) {
    throw new HallpassError('unknown_site', 'There is no such site.')
  }
  file.run(
    'UPDATE site_key SET ends_at = ? WHERE site = ? AND (ends_at IS NULL OR ends_at > ?)',
    key.endOthersAt,
    site,
    key.endOthersAt,
  )
  return insertKey(file, site, key.hash, key.at)
}

function insertKey(file: SqliteFile, site: number, hash: string, at: number): SiteKey {
  const bytes = fromHex(hash)
  file.run('INSERT INTO site_key (site, hash, created_at) VALUES (?, ?, ?)', site, bytes, at)
  const row = file.get<KeyRow>(`${KEY} WHERE hash = ?`, bytes)
  if (row === undefined) throw new Error('a new key is not there')
  return toKey(row)
}
