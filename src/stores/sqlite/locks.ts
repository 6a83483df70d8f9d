/** Locks in SQLite; all of it is called within a transaction. */
import { toBytes } from '../bytes.ts'
import type { Claim } from '../engine.ts'
import type { Place } from './entries.ts'

const ACQUIRE = `
  INSERT INTO lock (space, name, owner, expires_at) VALUES (?1, ?2, ?3, ?5 + ?4)
  ON CONFLICT (space, name) DO UPDATE SET owner = excluded.owner, expires_at = excluded.expires_at
    WHERE lock.expires_at <= ?5`

export function acquire(place: Place, claim: Claim, ttlMs: number): number | undefined {
  const { file, space, now } = place
  if (file.run(ACQUIRE, space, toBytes(claim.name), claim.owner, ttlMs, now) === 0) return undefined
  return file.get<{ last: number }>('UPDATE fence SET last = last + 1 RETURNING last')?.last
}

const HELD = 'WHERE space = ? AND name = ? AND owner = ? AND expires_at > ?'

export function renew({ file, space, now }: Place, claim: Claim, ttlMs: number): boolean {
  const values = [now + ttlMs, space, toBytes(claim.name), claim.owner, now]
  return file.run(`UPDATE lock SET expires_at = ? ${HELD}`, ...values) > 0
}

export function release({ file, space, now }: Place, claim: Claim): boolean {
  return file.run(`DELETE FROM lock ${HELD}`, space, toBytes(claim.name), claim.owner, now) > 0
}
