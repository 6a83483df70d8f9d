/** Clears away entries and locks whose time is over, of every store in the tables. */
import type { Queries } from './pool.ts'

/** Every so many writes of a process, so many go. */
export const PURGE_EVERY = 100
const PURGED = 200

/** The time is asked for once, so that the index can be used. */
const ENTRIES = `
  DELETE FROM hallpass_store_entry WHERE ctid = ANY(ARRAY(
    SELECT ctid FROM hallpass_store_entry WHERE expires_at <= (SELECT clock_timestamp())
    ORDER BY expires_at LIMIT ${PURGED} FOR UPDATE SKIP LOCKED))`

/** An hour later than it could: somebody may be about to take one, with a fence taken before. */
const LOCKS = `
  DELETE FROM hallpass_store_lock WHERE ctid = ANY(ARRAY(
    SELECT ctid FROM hallpass_store_lock
    WHERE expires_at <= (SELECT clock_timestamp() - interval '1 hour')
    ORDER BY expires_at LIMIT ${PURGED} FOR UPDATE SKIP LOCKED))`

export async function purge(queries: Queries): Promise<void> {
  await queries.query(ENTRIES)
  await queries.query(LOCKS)
}
