/**
 * A receipt: what the log holds of one visitor, with all that is needed to prove it. Whoever has
 * the receipt and the chain's hashes can check that these records were made, when, and that nobody
 * changed them since.
 */
import { setImmediate } from 'node:timers/promises'
import { equalText } from '../../crypto/equal.ts'
import { HallpassError } from '../../errors.ts'
import type { ConsentStore, LogEntry } from '../store/port.ts'
import type { WholeEntry } from './entry.ts'
import { faultInside } from './verify.ts'

/** Written as JSON as it is. */
export interface Receipt {
  readonly format: 'hallpass-consent-receipt/1'
  readonly visitor: string
  /** From the oldest to the newest; each with its place in the chain, its salt and its record. */
  readonly entries: readonly WholeEntry[]
}

/** What came of checking a receipt. `seq` is of the entry at fault; 0 when it is the whole. */
export type ReceiptVerdict =
  | {
      readonly ok: true
      readonly entries: number
      /** How many of them the log holds without their record: forgotten since, or left out. */
      readonly forgotten: number
    }
  | { readonly ok: false; readonly seq: number; readonly what: string }

const FORMAT = 'hallpass-consent-receipt/1'
const PAGE = 150

/**
 * The receipt of a visitor; for one of whom nothing was recorded, it has no entry.
 *
 * @example
 * const receipt = await receiptOf(store, visitor)
 * await writeFile('receipt.json', JSON.stringify(receipt, null, 2))
 */
export async function receiptOf(
  store: Pick<ConsentStore, 'log'>,
  visitor: string,
): Promise<Receipt> {
  const entries: WholeEntry[] = []
  let beforeSeq: number | undefined
  for (;;) {
    const query = { visitor, limit: PAGE, ...(beforeSeq === undefined ? {} : { beforeSeq }) }
    const page = await store.log(query)
    for (const entry of page) if (isWhole(entry)) entries.push(entry)
    beforeSeq = page.at(-1)?.seq
    if (page.length < PAGE || beforeSeq === undefined) break
    await setImmediate()
  }
  return { format: FORMAT, visitor, entries: entries.reverse() }
}

function isWhole(entry: LogEntry): entry is WholeEntry {
  return entry.record !== undefined && entry.salt !== undefined
}

/**
 * Checks a receipt by itself: each record is the one that its entry was made for, and of this
 * visitor. With the log's entries, of which the records may be gone or left out, also that each
 * entry is in the chain; check the chain itself with `verifyStore`.
 *
 * @example
 * const verdict = await verifyReceipt(parseReceipt(text), allEntries(store))
 */
export async function verifyReceipt(
  receipt: Receipt,
  chain?: AsyncIterable<LogEntry> | Iterable<LogEntry>,
): Promise<ReceiptVerdict> {
  if (receipt.entries.length === 0) return { ok: false, seq: 0, what: 'there is no entry in it' }
  const missing = new Map<number, string>()
  for (const entry of receipt.entries) {
    const { seq, hash, record } = entry
    const what = faultInside(entry)
    if (what !== undefined) return { ok: false, seq, what }
    if (record.visitor !== receipt.visitor) {
      return { ok: false, seq, what: 'the record is of another visitor' }
    }
    if (missing.has(seq)) return { ok: false, seq, what: 'the entry is in it twice' }
    missing.set(seq, hash)
  }
  let forgotten = 0
  if (chain === undefined) return { ok: true, entries: receipt.entries.length, forgotten }

  for await (const { seq, hash, record } of chain) {
    const expected = missing.get(seq)
    if (expected === undefined) continue
    if (!equalText(expected, hash)) return { ok: false, seq, what: 'the log holds another entry' }
    if (record === undefined) forgotten += 1
    missing.delete(seq)
    if (missing.size === 0) break
  }
  const [seq] = missing.keys()
  if (seq !== undefined) return { ok: false, seq, what: 'the log does not hold the entry' }
  return { ok: true, entries: receipt.entries.length, forgotten }
}

/**
 * Reads a receipt.
 *
 * @throws HallpassError `bad_request` for what is none.
 */
export function parseReceipt(text: string): Receipt {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new HallpassError('bad_request', 'A receipt is JSON.')
  }
  if (!isReceipt(value)) throw new HallpassError('bad_request', 'This JSON is no receipt.')
  return value
}

function isReceipt(value: unknown): value is Receipt {
  if (!isObject(value) || value.format !== FORMAT || typeof value.visitor !== 'string') return false
  return Array.isArray(value.entries) && value.entries.every(isEntry)
}

const HEX = /^[0-9a-f]{64}$/

function isEntry(value: unknown): boolean {
  if (!isObject(value) || !isObject(value.record)) return false
  const texts = [value.prev, value.hash, value.commitment, value.salt]
  return (
    texts.every((text) => typeof text === 'string' && HEX.test(text)) &&
    Number.isSafeInteger(value.seq) &&
    Number.isFinite(value.at)
  )
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
