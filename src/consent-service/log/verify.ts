/** Checks a log from its first entry to its last. */
import { setImmediate } from 'node:timers/promises'
import { equalText } from '../../crypto/equal.ts'
import type { LogEntry } from '../store/port.ts'
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
 * Checks that each entry follows the one before it, that its hash is right, that its record is the
 * one it was made for, and that no more records are missing than were forgotten: each `forget` says
 * how many entries it erased.
 *
 * A log of which the end was cut off looks like a shorter log: that is noticed only by who knows a
 * head of it.
 *
 * @param entries - All of them, in the order of the log.
 * @param expected - A head that is known: the log must hold it.
 *
 * @example
 * const verdict = await verifyLog(allEntries(store), { seq: 812, hash: '5f0c…' })
 */
export async function verifyLog(
  entries: AsyncIterable<LogEntry> | Iterable<LogEntry>,
  expected?: Head,
): Promise<Verdict> {
  let head: Head = { seq: 0, hash: GENESIS }
  const missing = new Missing()
  for await (const entry of entries) {
    const what = fault(entry, head) ?? mismatch(entry, expected)
    if (what !== undefined) return { ok: false, seq: head.seq + 1, what }
    missing.add(entry)
    head = { seq: entry.seq, hash: entry.hash }
  }
  if (expected !== undefined && expected.seq > head.seq) {
    return {
      ok: false,
      seq: head.seq + 1,
      what: 'the end of the log is missing',
    }
  }
  const unexplained = missing.fault()
  if (unexplained !== undefined) return { ok: false, ...unexplained }
  return { ok: true, entries: head.seq, forgotten: missing.count, head }
}

/**
 * Entries without a record, against what was forgotten. While a log is read others may be
 * forgotten, whose records were still seen: so more may have been erased than are missing.
 */
class Missing {
  count = 0
  #erased = 0
  #first = 0

  add({ seq, record }: LogEntry): void {
    this.#erased += record?.erased ?? 0
    if (record !== undefined) return
    this.count += 1
    if (this.#first === 0) this.#first = seq
  }

  fault(): { readonly seq: number; readonly what: string } | undefined {
    if (this.count <= this.#erased) return undefined
    const left = `${this.count} without a record from here on, and ${this.#erased} were forgotten`
    return { seq: this.#first, what: `a record was taken away: ${left}` }
  }
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
 * How many entries are read at once. A store may answer in the thread of the service, and a check
 * goes through them at once, too: so many take a few milliseconds.
 */
const PAGE = 250

/** Every entry of a store's log, in its order, read in pages; others get their turn in between. */
export async function* allEntries(store: {
  entries(afterSeq: number, limit: number): Promise<readonly LogEntry[]>
}): AsyncGenerator<LogEntry, void, undefined> {
  let after = 0
  for (;;) {
    const page = await store.entries(after, PAGE)
    yield* page
    await setImmediate()
    const last = page.at(-1)
    if (last === undefined || page.length < PAGE) return
    after = last.seq
  }
}
