/** How rows of both databases become what the port speaks of. */
import type { Choices } from '../../consent/wire/categories.ts'
import { GENESIS } from '../log/entry.ts'
import type {
  Act,
  Choice,
  Known,
  LogEntry,
  LogRecord,
  Policy,
  Rate,
  Site,
  SiteKey,
} from './port.ts'

/** Acts are kept as numbers: their place in this list, from 1. Only ever add at the end. */
const ACTS: readonly Act[] = ['accept_all', 'reject_all', 'saved', 'gpc', 'sync', 'import']
/** Entries of the log that are no act of a visitor, in the same column. */
export const POLICY_ENTRY = 20
export const FORGET_ENTRY = 21

/** So many entries of a visitor are erased in one transaction, so that nobody else waits long. */
export const ERASED_AT_ONCE = 1000

const DAY_MS = 86_400_000

/** The number that an act is kept as. */
export function actNumber(act: Act): number {
  return ACTS.indexOf(act) + 1
}

/** The day of a time, as the number of days since the epoch. */
export function dayOf(at: number): number {
  return Math.floor(at / DAY_MS)
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** Whether it can be a visitor's id. */
export function isUuid(text: string): boolean {
  return UUID.test(text)
}

const SITE_ID = /^[1-9][0-9]{0,8}$/

/** The number of a site's id; undefined for what is no id of ours. */
export function siteNumber(id: string): number | undefined {
  return SITE_ID.test(id) ? Number(id) : undefined
}

/** The sites that know a visitor are kept in the visitor's row, as `,1,12,`. */
export function knows(sites: string, siteId: string): boolean {
  return siteNumber(siteId) !== undefined && sites.includes(`,${siteId},`)
}

/** A visitor's row. `act`, `policy` and `updated_at` are 0 before any choice. */
export interface VisitorRow {
  readonly since: number
  readonly updated_at: number
  readonly policy: number
  readonly act: number
  /** One more than the newest version under which a privacy signal was recorded; 0 for none. */
  readonly gpc: number
  /** The number of their newest entry in the log. */
  readonly last: number
  readonly sites: string
  /** Canonical JSON. */
  readonly choices: string | null
}

/** The visitor of a row. */
export function toKnown(visitor: string, row: VisitorRow): Known {
  const act = ACTS[row.act - 1]
  const choice: Choice | undefined =
    row.choices === null || act === undefined
      ? undefined
      : { choices: toChoices(row.choices), updatedAt: row.updated_at, policy: row.policy, act }
  return { visitor, since: row.since, choice }
}

/** An entry of the log, joined with what its numbers stand for. `what` is 0 once forgotten. */
export interface EntryRow {
  readonly seq: number
  readonly at: number
  readonly prev: Uint8Array | null
  readonly hash: Uint8Array
  readonly commitment: Uint8Array
  readonly salt: Uint8Array | null
  readonly what: number
  readonly visitor: string | null
  readonly site: number | null
  readonly origin: string | null
  readonly choices: string | null
  readonly policy: number
  readonly shown: number
  readonly received: number | null
  readonly erased: number | null
  readonly sha256: Uint8Array | null
  readonly material: number | null
}

/** The entry of a row. */
export function toEntry(row: EntryRow): LogEntry {
  return {
    seq: row.seq,
    at: row.at,
    prev: row.prev === null ? (row.seq === 1 ? GENESIS : '') : toHex(row.prev),
    hash: toHex(row.hash),
    commitment: toHex(row.commitment),
    record: row.salt === null ? undefined : toRecord(row),
    salt: row.salt === null ? undefined : toHex(row.salt),
  }
}

function toRecord(row: EntryRow): LogRecord | undefined {
  if (row.what === FORGET_ENTRY) return { kind: 'forget', erased: row.erased ?? 0 }
  if (row.what === POLICY_ENTRY) {
    return {
      kind: 'policy',
      policy: row.policy,
      ...(row.sha256 === null ? {} : { sha256: toHex(row.sha256) }),
      ...(row.material === null ? {} : { material: row.material !== 0 }),
    }
  }
  const act = ACTS[row.what - 1]
  if (act === undefined || row.visitor === null) return undefined
  return {
    kind: 'consent',
    visitor: row.visitor,
    ...(row.site === null ? {} : { site: String(row.site) }),
    ...(row.origin === null ? {} : { origin: row.origin }),
    ...(row.choices === null ? {} : { choices: toChoices(row.choices) }),
    act,
    policy: row.policy,
    policyShown: row.shown !== 0,
    ...(row.received === null ? {} : { received: row.received }),
  }
}

export function toChoices(text: string): Choices {
  return JSON.parse(text) as Choices
}

export interface SiteRow {
  readonly id: number
  readonly origin: string
  readonly callback: string
  readonly created_at: number
}

export function toSite(row: SiteRow): Site {
  const { origin, callback } = row
  return { id: String(row.id), origin, callback, createdAt: row.created_at }
}

export interface KeyRow {
  readonly id: number
  readonly site: number
  readonly created_at: number
  readonly ends_at: number | null
}

export function toKey(row: KeyRow): SiteKey {
  return {
    id: String(row.id),
    siteId: String(row.site),
    createdAt: row.created_at,
    endsAt: row.ends_at ?? undefined,
  }
}

export interface PolicyRow {
  readonly version: number
  readonly material: number
  readonly text: string
  readonly categories: string
  readonly sha256: Uint8Array
  readonly created_at: number
}

export function toPolicy(row: PolicyRow): Policy {
  return {
    version: row.version,
    material: row.material !== 0,
    text: row.text,
    categories: JSON.parse(row.categories) as Policy['categories'],
    sha256: toHex(row.sha256),
    createdAt: row.created_at,
  }
}

export interface RateRow {
  readonly day: number
  /** 0 for the service's own pages. */
  readonly site: number
  readonly act: number
  readonly count: number
}

export function toRate(row: RateRow): Rate | undefined {
  const act = ACTS[row.act - 1]
  if (act === undefined) return undefined
  return {
    day: new Date(row.day * DAY_MS).toISOString().slice(0, 10),
    site: row.site === 0 ? undefined : String(row.site),
    act,
    count: row.count,
  }
}

/** The bytes of a text in hexadecimal. */
export function fromHex(text: string): Buffer {
  return Buffer.from(text, 'hex')
}

export function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')
}

export function isPresent<T>(value: T | undefined): value is T {
  return value !== undefined
}
