/** One-time codes in PostgreSQL. */
import type { Code } from '../port.ts'
import { fromHex, siteNumber } from '../row.ts'
import type { Database } from './database.ts'
import { neededUuid } from './visitors.ts'

/** The visitor's row is held, so that whoever is being forgotten gets no code after theirs went. */
const PUT = `
  INSERT INTO hallpass_code (hash, visitor, site, expires_at)
  SELECT $1, uuid, $3, $4 FROM hallpass_visitor WHERE uuid = $2 FOR KEY SHARE`

/** A visitor who was forgotten gets none. */
export async function putCode(database: Database, code: Code): Promise<void> {
  const { hash, visitor, siteId, expiresAt } = code
  const values = [fromHex(hash), neededUuid(visitor), siteNumber(siteId) ?? 0, expiresAt]
  await database.query(PUT, values)
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
