/** Entries in SQLite; what writes is called within a transaction. */
import { fromBytes, textOf, toBytes } from '../bytes.ts'
import type { Expected, Write } from '../engine.ts'
import type { ListedEntry, StoreEntry } from '../store.ts'
import type { SqliteFile } from './file.ts'

/** A part of a file, which its prefix names, at a time in milliseconds. */
export interface Place {
  readonly file: SqliteFile
  readonly space: string
  readonly now: number
}

interface Row {
  readonly version: string
  readonly is_text: number
  readonly value: Uint8Array
}

const LIVING = 'FROM entry WHERE space = ? AND key = ? AND expires_at > ?'

export function get({ file, space, now }: Place, key: string): StoreEntry | undefined {
  const sql = `SELECT version, is_text, value ${LIVING}`
  return entryOf(file.get<Row>(sql, space, toBytes(key), now))
}

export function takeOnce(place: Place, key: string): StoreEntry | undefined {
  const entry = get(place, key)
  if (entry !== undefined) remove(place, key)
  return entry
}

/** An entry whose time is over is removed too, but was not there. */
export function remove({ file, space, now }: Place, key: string): boolean {
  const sql = 'DELETE FROM entry WHERE space = ? AND key = ? RETURNING expires_at'
  const row = file.get<{ expires_at: number }>(sql, space, toBytes(key))
  return row !== undefined && row.expires_at > now
}

const PUT = `
  INSERT INTO entry (space, key, version, expires_at, is_text, value) VALUES (?, ?, ?, ?, ?, ?)
  ON CONFLICT (space, key) DO UPDATE SET version = excluded.version,
    expires_at = excluded.expires_at, is_text = excluded.is_text, value = excluded.value
  RETURNING id`

export function write(place: Place, entry: Write, expected: Expected): boolean {
  if (!isThere(place, entry.key, expected)) return false
  const { file, space, now } = place
  const { key, value, version, ttlMs, indexes } = entry
  const isText = typeof value === 'string' ? 1 : 0
  const values = [space, toBytes(key), version, now + ttlMs, isText, toBytes(value)]
  const id = file.get<{ id: number }>(PUT, ...values)?.id ?? 0
  file.run('DELETE FROM entry_index WHERE entry = ?', id)
  for (const index of indexes) {
    file.run('INSERT INTO entry_index VALUES (?, ?, ?)', space, toBytes(index), id)
  }
  return true
}

function isThere({ file, space, now }: Place, key: string, expected: Expected): boolean {
  if (expected === 'anything') return true
  const row = file.get<{ version: string }>(`SELECT version ${LIVING}`, space, toBytes(key), now)
  return expected === 'nothing' ? row === undefined : row?.version === expected.version
}

const LIST = `
  SELECT key, version, is_text, value FROM entry_index JOIN entry ON entry.id = entry_index.entry
  WHERE entry_index.space = ? AND entry_index.name = ? AND expires_at > ?
  ORDER BY expires_at DESC LIMIT ?`

export function list({ file, space, now }: Place, index: string, limit: number): ListedEntry[] {
  return file
    .all<Row & { key: Uint8Array }>(LIST, space, toBytes(index), now, limit)
    .map((row) => ({ key: textOf(row.key), ...readOf(row) }))
}

function entryOf(row: Row | undefined): StoreEntry | undefined {
  return row && readOf(row)
}

function readOf({ version, is_text, value }: Row): StoreEntry {
  return { value: fromBytes(value, is_text === 1), version }
}
