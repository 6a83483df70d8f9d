/** Logs for tests. */
import fc from 'fast-check'
import {
  GENESIS,
  type Head,
  nextEntry,
  type WholeEntry,
} from '../../src/consent-service/log/entry.ts'
import type { LogRecord } from '../../src/consent-service/store/port.ts'

/** A log of these records, as a store would make it. */
export function logOf(records: readonly LogRecord[]): WholeEntry[] {
  const entries: WholeEntry[] = []
  let head: Head = { seq: 0, hash: GENESIS }
  for (const [index, record] of records.entries()) {
    const entry = nextEntry(head, 1_795_496_400_000 + index, record)
    entries.push(entry)
    head = entry
  }
  return entries
}

/** Any record of a choice. */
export const someRecord: fc.Arbitrary<LogRecord> = fc.record({
  kind: fc.constant('consent' as const),
  visitor: fc.uuid(),
  site: fc.constantFrom('1', '2', '12'),
  origin: fc.constantFrom('https://shop.example', 'https://news.example'),
  choices: fc.dictionary(fc.constantFrom('performance', 'functionality', 'video'), fc.boolean()),
  act: fc.constantFrom('accept_all' as const, 'reject_all' as const, 'saved' as const),
  policy: fc.nat(9),
  policyShown: fc.boolean(),
})
