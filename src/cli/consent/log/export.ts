/** `hallpass consent export`: prints the log, or the receipt of one visitor. */
import { type Receipt, receiptOf } from '../../../consent-service/log/receipt.ts'
import { allEntries } from '../../../consent-service/log/verify.ts'
import type { ConsentStore, LogEntry } from '../../../consent-service/store/port.ts'
import { readArguments } from '../../arguments.ts'
import { UsageError } from '../../usage.ts'
import { Output, ReaderGone } from '../output.ts'
import { STORE_HELP, STORE_OPTIONS, storeTarget } from '../store-target.ts'
import { visitorId } from '../visitor/visitor-id.ts'
import { withStore } from '../with-store.ts'
import { noMoreWords } from '../words.ts'
import { type Range, rangeOf } from './dates.ts'
import { FORMATS, type Format, WRITINGS } from './format.ts'

const HELP = 'hallpass consent export --help'

const EXPORT_HELP = `Usage: hallpass consent export [options]

Prints the log of consent to stdout, in its order, or the receipt of one visitor: what they agreed
to, when, where, and under which policy, with all that is needed to prove it. verify checks one.

Options:
  --visitor <uuid>     The receipt of this visitor.
  --from <date>        Only entries of this day and later: 2026-11-24, in UTC.
  --to <date>          Only entries of this day and before.
  --format <format>    json (default), ndjson (one entry a line), or csv (for people; it has less).
${STORE_HELP}
`

const OPTIONS = {
  ...STORE_OPTIONS,
  visitor: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  format: { type: 'string', default: 'json' },
} as const

/** Runs the command; gives the exit status. */
export async function exportCommand(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(args, OPTIONS, HELP)
  if (values.help) {
    process.stdout.write(EXPORT_HELP)
    return 0
  }
  noMoreWords(positionals, 'consent export')
  const format = FORMATS.find((known) => known === values.format)
  if (format === undefined) throw new UsageError('--format must be json, ndjson or csv', HELP)
  const isOfRange = values.from !== undefined || values.to !== undefined
  if (values.visitor !== undefined && isOfRange) {
    throw new UsageError('--visitor takes all of a visitor: leave --from and --to', HELP)
  }
  const visitor = values.visitor === undefined ? undefined : visitorId(values.visitor, HELP)
  const range = rangeOf(values.from, values.to, HELP)
  const target = storeTarget(values.data, process.env, HELP)
  const output = new Output()
  try {
    await withStore(target, async (store) => {
      if (visitor === undefined) return write(within(allEntries(store), range), format, output)
      const receipt = await receiptFor(store, visitor)
      if (format !== 'json') return write(receipt.entries, format, output)
      await output.write(`${JSON.stringify(receipt, undefined, 2)}\n`)
      await output.end()
    })
  } catch (error) {
    if (!(error instanceof ReaderGone)) throw error
  }
  return 0
}

/** Imported choices have the time of the older service, so the times are in no order. */
async function* within(
  entries: AsyncIterable<LogEntry>,
  { from, to }: Range,
): AsyncGenerator<LogEntry> {
  for await (const entry of entries) if (entry.at >= from && entry.at < to) yield entry
}

async function receiptFor(store: ConsentStore, visitor: string): Promise<Receipt> {
  const receipt = await receiptOf(store, visitor)
  if (receipt.entries.length > 0) return receipt
  throw new Error(
    `There is no record of visitor ${visitor}: no choice was made, or it was forgotten.`,
  )
}

async function write(
  entries: AsyncIterable<LogEntry> | Iterable<LogEntry>,
  format: Format,
  output: Output,
): Promise<void> {
  const writing = WRITINGS[format]
  await output.write(writing.head)
  let isFirst = true
  for await (const entry of entries) {
    await output.write(writing.entry(entry, isFirst))
    isFirst = false
  }
  await output.write(writing.tail(isFirst))
  await output.end()
}
