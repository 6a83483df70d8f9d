/** A store in the memory of the process, for one process, tests and development. */
import * as v from 'valibot'
import type { OptionsSchema } from '../../options/check.ts'
import { checkedStore } from '../checked.ts'
import type { Engine, Expected } from '../engine.ts'
import { milliseconds, nowEntry, requireOptions } from '../options.ts'
import type { Store, StoreEntry, StoreValue } from '../store.ts'
import { unavailable } from '../unavailable.ts'
import { Entries, type Item } from './entries.ts'
import { Locks } from './locks.ts'

/** How a store in memory is set up. */
export interface MemoryStoreOptions {
  /**
   * What all entries may cost, in bytes: their values, keys and indexes, and 300 bytes for each.
   * Default 64 MiB. For a new one, those that were written longest ago go.
   */
  readonly maxBytes?: number
  /** Seconds since the epoch; says when entries and locks are over. Default: the system's clock. */
  readonly now?: () => number
}

const MAX_BYTES = 64 * 1_048_576

const schema: OptionsSchema = v.strictObject({
  maxBytes: v.optional(
    v.pipe(
      v.number(),
      v.check((bytes) => Number.isInteger(bytes) && bytes >= 1000, 'must be 1000 bytes or more'),
    ),
  ),
  now: nowEntry,
})

/**
 * Makes a store that lives as long as the process. It is bounded: when it is full, the entries that
 * were written longest ago go. A value that alone is above the bound, and a lock where 10,000 are
 * held, are `store_unavailable`.
 *
 * @throws HallpassError `invalid_config` for an option that does not fit.
 *
 * @example
 * const store = memoryStore({ maxBytes: 16 * 1_048_576 })
 */
export function memoryStore(options: MemoryStoreOptions = {}): Store {
  requireOptions('memoryStore', schema, options)
  const { maxBytes = MAX_BYTES, now = () => Date.now() / 1000 } = options
  return checkedStore(memoryEngine(new Entries(maxBytes), () => milliseconds(now)))
}

function memoryEngine(entries: Entries, now: () => number): Engine {
  const locks = new Locks()
  return {
    ready() {},
    get: (key) => entryOf(entries.get(key, now())),
    write(write, expected) {
      const time = now()
      if (!isThere(entries.get(write.key, time), expected)) return false
      if (!entries.put(write, time)) throw unavailable('is full')
      return true
    },
    delete: (key) => entries.take(key, now()) !== undefined,
    takeOnce: (key) => entryOf(entries.take(key, now())),
    list: (index, limit) =>
      entries.list(index, limit, now()).map((item) => ({ key: item.key, ...readOf(item) })),
    acquire: (claim, ttlMs) => locks.acquire(claim, ttlMs, now()),
    renew: (claim, ttlMs) => locks.renew(claim, ttlMs, now()),
    release: (claim) => locks.release(claim, now()),
    close() {
      entries.clear()
      locks.clear()
    },
  }
}

function isThere(item: Item | undefined, expected: Expected): boolean {
  if (expected === 'anything') return true
  if (expected === 'nothing') return item === undefined
  return item?.version === expected.version
}

function entryOf(item: Item | undefined): StoreEntry | undefined {
  return item && readOf(item)
}

function readOf({ value, version }: Item): StoreEntry {
  return { value: copyOf(value), version }
}

function copyOf(value: StoreValue): StoreValue {
  return typeof value === 'string' ? value : new Uint8Array(value)
}
