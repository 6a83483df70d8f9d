/** Checks a log from its first entry to its last. */
import { setImmediate } from 'node:timers/promises'
import { equalText } from '../../crypto/equal.ts'
import type { ConsentStore, LogEntry } from '../store/port.ts'
import { commitmentOf, GENESIS, type Head, hashOf } from './entry.ts'

/** What came of it. `seq` is where the first fault was found, `what` says it in words. */
export type Verdict =
  | {
      readonly ok: true
      readonly entries: number
      /** How many of them no longer have a record. */
      readonly forgotten: number
      readonly head: Head
    }
  | { readonly ok: false; readonly seq: number; readonly what: string }

/**
 * Checks that each entry follows the one before it, that its hash is right, and that its record is
 * the one it was made for.
 *
 * A log of which the end was cut off looks like a shorter log: that is noticed only by who kept the
 * head of an earlier check.
 *
 * @param entries - All of them, in the order of the log.
 * @param expected - A head of an earlier check: the log must still hold it.
 *
 * @example
 * const verdict = await verifyLog(allEntries(store), { seq: 812, hash: '5f0c…' })
 */
export async function verifyLog(
  entries: AsyncIterable<LogEntry> | Iterable<LogEntry>,
  expected?: Head,
): Promise<Verdict> {
  let head: Head = { seq: 0, hash: GENESIS }
  let forgotten = 0
  for await (const entry of entries) {
    const what = fault(entry, head) ?? mismatch(entry, expected)
    if (what !== undefined) return { ok: false, seq: head.seq + 1, what }
    if (entry.record === undefined) forgotten += 1
    head = { seq: entry.seq, hash: entry.hash }
  }
  if (expected !== undefined && expected.seq > head.seq) {
    return {
      ok: false,
      seq: head.seq + 1,
      what: 'the log ends before the entry that must be in it',
    }
  }
  return { ok: true, entries: head.seq, forgotten, head }
}

function fault(entry: LogEntry, head: Head): string | undefined {
  if (entry.seq !== head.seq + 1) return `an entry is missing: the next one is ${entry.seq}`
  if (!equalText(entry.prev, head.hash)) return 'the entry does not follow the one before it'
  return faultInside(entry)
}

function mismatch(entry: LogEntry, expected: Head | undefined): string | undefined {
  if (expected === undefined || expected.seq !== entry.seq) return undefined
  return equalText(entry.hash, expected.hash) ? undefined : 'it is not the entry that was expected'
}

/** What is wrong with an entry, as far as it can be told without its neighbours. */
export function faultInside(entry: LogEntry): string | undefined {
  if (!equalText(entry.hash, hashOf(entry))) return 'the entry was changed: its hash is another'
  const { record, salt } = entry
  if (record === undefined && salt === undefined) return undefined
  if (record === undefined || salt === undefined) return 'half of the record is missing'
  return equalText(entry.commitment, commitmentOf(record, salt))
    ? undefined
    : 'the record was changed: it is not the one that was committed to'
}

/**
 * Checks the log of a store, also that it is as long as the store says: entries that were taken
 * from its end are then missed without an earlier head. What is appended meanwhile is checked too.
 *
 * @param expected - A head of an earlier check: the log must still hold it.
 *
 * @example
 * const verdict = await verifyStore(store)
 */
export async function verifyStore(
  store: Pick<ConsentStore, 'counts' | 'entries'>,
  expected?: Head,
): Promise<Verdict> {
  const { entries } = await store.counts()
  const verdict = await verifyLog(allEntries(store), expected)
  if (!verdict.ok || verdict.entries >= entries) return verdict
  return { ok: false, seq: verdict.entries + 1, what: 'the end of the log is missing' }
}

/** How many entries are read at once. */
const PAGE = 1000

/** Every entry of a store's log, in its order, read in pages. */
export async function* allEntries(store: {
  entries(afterSeq: number, limit: number): Promise<readonly LogEntry[]>
}): AsyncGenerator<LogEntry, void, undefined> {
  let after = 0
  for (;;) {
    const page = await store.entries(after, PAGE)
    yield* page
    const last = page.at(-1)
    if (last === undefined || page.length < PAGE) return
    after = last.seq
    // A store may answer at once, page after page: others of this process get their turn.
    await setImmediate()
  }
}
