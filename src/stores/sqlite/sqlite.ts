/** A store in one file, which several processes of a machine share. */
import { resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import * as v from 'valibot'
import type { OptionsSchema } from '../../options/check.ts'
import { checkedStore } from '../checked.ts'
import type { Engine } from '../engine.ts'
import { milliseconds, nowEntry, PREFIX, prefixEntry, requireOptions } from '../options.ts'
import type { Store } from '../store.ts'
import * as entries from './entries.ts'
import { toStoreError } from './fault.ts'
import { SqliteFile } from './file.ts'
import * as locks from './locks.ts'
import { STORE_FILE } from './migrations.ts'
import { patiently, SqliteWriter } from './writer.ts'

/** How a store in SQLite is set up. */
export interface SqliteStoreOptions {
  /** The file. It is made, for its owner alone to read, where there is none; its folder is not. */
  readonly path: string
  /** What keeps several stores in one file apart: 1 to 64 letters, digits, `.`, `_`, `-`, `:`. Default `hallpass`. */
  readonly prefix?: string
  /** Seconds since the epoch; says when entries and locks are over. Default: the system's clock. */
  readonly now?: () => number
}

/** How long another process may hold the file while it is opened, in milliseconds. */
const OPENING_MS = 3000

/** Every so many writes, so many entries and locks whose time is over go. */
const PURGE_EVERY = 100
const PURGED = 200

const schema: OptionsSchema = v.strictObject({
  path: v.pipe(v.string(), v.minLength(1, 'must not be empty')),
  prefix: prefixEntry,
  now: nowEntry,
})

/**
 * Makes a store in a file. It is opened by the first call; until that succeeds every call tries
 * again. What comes together is written in one transaction, and is on the disk when a call
 * resolves. Another process that writes is waited for, up to 3 seconds.
 *
 * @throws HallpassError `invalid_config` for an option that does not fit.
 *
 * @example
 * const store = sqliteStore({ path: '/var/lib/shop/sessions.sqlite' })
 */
export function sqliteStore(options: SqliteStoreOptions): Store {
  requireOptions('sqliteStore', schema, options)
  const { path, prefix = PREFIX, now = () => Date.now() / 1000 } = options
  const file = new SqliteFile(resolve(path), DatabaseSync, STORE_FILE)
  return checkedStore(sqliteEngine(file, prefix, () => milliseconds(now)))
}

/** The engine on a file; the test of a full disk makes its own. */
export function sqliteEngine(file: SqliteFile, space: string, now: () => number): Engine {
  const writer = new SqliteWriter(file)
  const place = (): entries.Place => ({ file, space, now: now() })
  let opening: Promise<void> | undefined
  let writes = 0

  const opened = (): Promise<void> => {
    opening ??= open(file).catch((error: unknown) => {
      opening = undefined
      throw error
    })
    return opening
  }
  const read = async <T>(work: (place: entries.Place) => T): Promise<T> => {
    await opened()
    return work(place())
  }
  const write = async <T>(work: (place: entries.Place) => T): Promise<T> => {
    await opened()
    return writer.write(() => {
      writes += 1
      if (writes % PURGE_EVERY === 0) purge(place())
      return work(place())
    })
  }
  return {
    ready: () => read(() => void file.get('SELECT last FROM fence')),
    get: (key) => read((at) => entries.get(at, key)),
    write: (entry, expected) => write((at) => entries.write(at, entry, expected)),
    delete: (key) => write((at) => entries.remove(at, key)),
    takeOnce: (key) => write((at) => entries.takeOnce(at, key)),
    list: (index, limit) => read((at) => entries.list(at, index, limit)),
    acquire: (claim, ttlMs) => write((at) => locks.acquire(at, claim, ttlMs)),
    renew: (claim, ttlMs) => write((at) => locks.renew(at, claim, ttlMs)),
    release: (claim) => write((at) => locks.release(at, claim)),
    async close() {
      await writer.idle()
      file.close()
    },
  }
}

async function open(file: SqliteFile): Promise<void> {
  try {
    await patiently(() => file.migrate(), performance.now() + OPENING_MS)
  } catch (error) {
    throw toStoreError(error, file.unavailable)
  }
}

/** Of every store in the file. */
function purge({ file, now }: entries.Place): void {
  file.run(
    `DELETE FROM entry WHERE id IN (
      SELECT id FROM entry WHERE expires_at <= ? ORDER BY expires_at LIMIT ${PURGED})`,
    now,
  )
  file.run(
    `DELETE FROM lock WHERE (space, name) IN (
      SELECT space, name FROM lock WHERE expires_at <= ? ORDER BY expires_at LIMIT ${PURGED})`,
    now,
  )
}
