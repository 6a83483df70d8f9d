/**
 * The entries of one visitor, from the newest to the oldest. They are a list in the log, of which a
 * few are read at a time: somebody's ten thousands of entries hold up nobody else.
 */
import { setImmediate } from 'node:timers/promises'
import type { LogEntry, LogQuery } from './port.ts'

/** How a database reads the list. `Id` is what it keeps of a visitor's id. */
export interface Links<Id> {
  /** The number of the newest entry; 0 or undefined without any. */
  newest(visitor: Id): Promise<number | undefined>
  /** The number of the one before an entry of this visitor; undefined when it is none of theirs. */
  before(visitor: Id, seq: number): Promise<number | undefined>
  /** An entry and those before it; `next` is where to go on, 0 at the end. */
  from(visitor: Id, seq: number, most: number): Promise<{ entries: LogEntry[]; next: number }>
}

/** So many are read at once. */
const MOST = 150

/** The entries that are asked for. A `beforeSeq` that is one of the visitor's own costs nothing. */
export async function ofVisitor<Id>(
  visitor: Id,
  query: LogQuery,
  links: Links<Id>,
): Promise<LogEntry[]> {
  const { limit, site, beforeSeq = Number.MAX_SAFE_INTEGER } = query
  const start = query.beforeSeq === undefined ? undefined : links.before(visitor, query.beforeSeq)
  const known = await start
  let seq = known ?? (await links.newest(visitor)) ?? 0
  const isSifted = site !== undefined || (query.beforeSeq !== undefined && known === undefined)
  const found: LogEntry[] = []
  while (seq > 0 && found.length < limit) {
    const most = isSifted ? MOST : Math.min(MOST, limit - found.length)
    const { entries, next } = await links.from(visitor, seq, most)
    for (const entry of entries) {
      const isOfSite = site === undefined || entry.record?.site === site
      if (isOfSite && entry.seq < beforeSeq && found.length < limit) found.push(entry)
    }
    // Also where the list was made to run in circles.
    seq = next < seq ? next : 0
    await setImmediate()
  }
  return found
}
