/** One-time codes in SQLite. All in a transaction. */

import type { SqliteFile } from '../../../stores/sqlite/file.ts'
import type { Code } from '../port.ts'
import { fromHex, siteNumber, toHex } from '../row.ts'
import { uuidText } from './uuid.ts'

/** A visitor who was forgotten gets none. */
export function putCode(file: SqliteFile, code: Code, uuid: Uint8Array): void {
  file.run(
    'INSERT INTO code SELECT ?, uuid, ?, ? FROM visitor WHERE uuid = ?',
    fromHex(code.hash),
    siteNumber(code.siteId) ?? 0,
    code.expiresAt,
    uuid,
  )
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
