/** Locks in PostgreSQL, one statement each. */
import { toBytes } from '../bytes.ts'
import type { Claim } from '../engine.ts'
import type { Place } from './entries.ts'

/**
 * The fence of a row that is there is taken while the row is ours to write, so that the order of
 * fences is that of holders. A lock that was released keeps its row for the same reason.
 */
const ACQUIRE = `
  INSERT INTO hallpass_store_lock AS old (space, name, owner, fence, expires_at)
  VALUES ($1, $2, $3, nextval('hallpass_store_fence'),
    clock_timestamp() + $4 * interval '1 millisecond')
  ON CONFLICT (space, name) DO UPDATE SET owner = excluded.owner,
    fence = nextval('hallpass_store_fence'),
    expires_at = clock_timestamp() + $4 * interval '1 millisecond'
  WHERE old.expires_at <= clock_timestamp()
  RETURNING fence::text`

export async function acquire(
  { queries, space }: Place,
  { name, owner }: Claim,
  ttlMs: number,
): Promise<number | undefined> {
  const values = [space, toBytes(name), owner, ttlMs]
  const [row] = await queries.query<{ fence: string }>(ACQUIRE, values)
  return row && Number(row.fence)
}

const RENEW = `
  UPDATE hallpass_store_lock SET expires_at = clock_timestamp() + $4 * interval '1 millisecond'
  WHERE space = $1 AND name = $2 AND owner = $3 AND expires_at > clock_timestamp()
  RETURNING 1 AS done`

/** @param ttlMs - 0 ends it. */
export async function renew(
  { queries, space }: Place,
  { name, owner }: Claim,
  ttlMs: number,
): Promise<boolean> {
  return (await queries.query(RENEW, [space, toBytes(name), owner, ttlMs])).length > 0
}
