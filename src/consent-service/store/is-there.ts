/** Whether a service made the data already. */
import { existsSync } from 'node:fs'
import type { StoreTarget } from './open.ts'

/**
 * Whether there is the file, or in PostgreSQL the tables. Nothing is made by asking.
 *
 * @throws HallpassError as `openStore`
 */
export async function isThere(target: StoreTarget): Promise<boolean> {
  if ('data' in target) return existsSync(target.data)
  const { connect } = await import('./postgres/database.ts')
  const database = await connect(target.databaseUrl)
  try {
    const sql = "SELECT to_regclass('hallpass_migration') IS NOT NULL AS there"
    return (await database.query<{ there: boolean }>(sql))[0]?.there === true
  } finally {
    await database.close()
  }
}
