/**
 * Entries in PostgreSQL, one statement each. `clock_timestamp()` is the time when a row is looked
 * at, and not when its statement began: one that waited for another knows how late it is.
 */
import { fromBytes, textOf, toBytes } from '../bytes.ts'
import type { Expected, Write } from '../engine.ts'
import type { ListedEntry, StoreEntry } from '../store.ts'
import type { Queries } from './pool.ts'

/** A part of the tables, which its prefix names. */
export interface Place {
  readonly queries: Queries
  readonly space: string
}

interface Row {
  readonly version: string
  readonly is_text: boolean
  readonly value: Uint8Array
}

const GET = `
  SELECT version, is_text, value FROM hallpass_store_entry
  WHERE space = $1 AND key = $2 AND expires_at > clock_timestamp()`

export async function get({ queries, space }: Place, key: string): Promise<StoreEntry | undefined> {
  const [row] = await queries.query<Row>(GET, [space, toBytes(key)])
  return row && readOf(row)
}

const TAKE = `
  DELETE FROM hallpass_store_entry WHERE space = $1 AND key = $2
  RETURNING version, is_text, value, expires_at > clock_timestamp() AS living`

/** An entry whose time is over is removed too, but was not there. */
export async function take(
  { queries, space }: Place,
  key: string,
): Promise<StoreEntry | undefined> {
  const values = [space, toBytes(key)]
  const [row] = await queries.query<Row & { living: boolean }>(TAKE, values)
  return row?.living ? readOf(row) : undefined
}

const PUT = `
  INSERT INTO hallpass_store_entry AS old
    (space, key, version, is_text, value, indexes, expires_at)
  VALUES ($1, $2, $3, $4, $5, $6, clock_timestamp() + $7 * interval '1 millisecond')
  ON CONFLICT (space, key) DO UPDATE SET version = excluded.version, is_text = excluded.is_text,
    value = excluded.value, indexes = excluded.indexes, expires_at = excluded.expires_at`

const CREATE = `${PUT} WHERE old.expires_at <= clock_timestamp() RETURNING 1 AS done`
const SET = `${PUT} RETURNING 1 AS done`

const REPLACE = `
  UPDATE hallpass_store_entry SET version = $3, is_text = $4, value = $5, indexes = $6,
    expires_at = clock_timestamp() + $7 * interval '1 millisecond'
  WHERE space = $1 AND key = $2 AND version = $8 AND expires_at > clock_timestamp()
  RETURNING 1 AS done`

export async function write(place: Place, entry: Write, expected: Expected): Promise<boolean> {
  const { key, value, version, ttlMs, indexes } = entry
  const isText = typeof value === 'string'
  const names = indexes.map(toBytes)
  const values = [place.space, toBytes(key), version, isText, toBytes(value), names, ttlMs]
  return (await done(place.queries, values, expected)).length > 0
}

function done(queries: Queries, values: unknown[], expected: Expected): Promise<unknown[]> {
  if (expected === 'anything') return queries.query(SET, values)
  if (expected === 'nothing') return queries.query(CREATE, values)
  return queries.query(REPLACE, [...values, expected.version])
}

/** The order is one that no index has: the entries are found by the index of their names. */
const LIST = `
  SELECT key, version, is_text, value FROM hallpass_store_entry
  WHERE space = $1 AND indexes @> ARRAY[$2::bytea] AND expires_at > clock_timestamp()
  ORDER BY expires_at + interval '0' DESC LIMIT $3`

export async function list(place: Place, index: string, limit: number): Promise<ListedEntry[]> {
  const values = [place.space, toBytes(index), limit]
  const rows = await place.queries.query<Row & { key: Uint8Array }>(LIST, values)
  return rows.map((row) => ({ key: textOf(row.key), ...readOf(row) }))
}

function readOf({ version, is_text, value }: Row): StoreEntry {
  return { value: fromBytes(value, is_text), version }
}
