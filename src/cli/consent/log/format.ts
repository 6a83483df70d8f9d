/** Entries of the log as text for programs. */
import type { LogEntry } from '../../../consent-service/store/port.ts'

/** What `--format` may be. */
export const FORMATS = ['json', 'ndjson', 'csv'] as const
export type Format = (typeof FORMATS)[number]

/** How a format begins, writes one entry, and ends. */
export interface Writing {
  readonly head: string
  entry(entry: LogEntry, isFirst: boolean): string
  /** @param isEmpty - Whether there was no entry. */
  tail(isEmpty: boolean): string
}

/** Each format, so that entries can be written one by one. */
export const WRITINGS: Readonly<Record<Format, Writing>> = {
  json: {
    head: '[',
    entry: (entry, isFirst) => `${isFirst ? '\n' : ',\n'}${entryJson(entry)}`,
    tail: (isEmpty) => (isEmpty ? ']\n' : '\n]\n'),
  },
  ndjson: { head: '', entry: (entry) => `${entryJson(entry)}\n`, tail: () => '' },
  csv: {
    head: 'seq,time,kind,visitor,site,act,granted,refused,policy,policy_shown,hash\r\n',
    entry: (entry) => `${cells(entry).map(cell).join(',')}\r\n`,
    tail: () => '',
  },
}

/** All that the store has: with it anybody can check the entry. `at` is in milliseconds. */
function entryJson({ seq, at, prev, commitment, hash, record, salt }: LogEntry): string {
  const time = new Date(at).toISOString()
  const open = { record: record ?? null, salt: salt ?? null }
  return JSON.stringify({ seq, at, time, prev, commitment, hash, ...open })
}

function cells({ seq, at, hash, record }: LogEntry): readonly (string | undefined)[] {
  const choices = Object.entries(record?.choices ?? {})
  const chosen = (granted: boolean) =>
    choices
      .filter(([, value]) => value === granted)
      .map(([id]) => id)
      .join(' ')
  return [
    String(seq),
    new Date(at).toISOString(),
    record?.kind ?? 'forgotten',
    record?.visitor,
    record?.origin ?? record?.site,
    record?.act,
    chosen(true),
    chosen(false),
    record?.policy?.toString(),
    record?.policyShown?.toString(),
    hash,
  ]
}

/** A cell of RFC 4180; a spreadsheet takes none for a formula. */
function cell(value = ''): string {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
