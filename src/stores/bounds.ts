/** What may be given to a store. Outside of it is `invalid_config`, and no message holds what came. */
import { HallpassError } from '../errors.ts'
import type { KeepOptions, StoreValue } from './store.ts'

/** The longest key, index or name of a lock, in bytes of UTF-8. */
const MAX_NAME_BYTES = 512

/** The largest value, in bytes. */
const MAX_VALUE_BYTES = 1_048_576

/** The longest time to live, in seconds: ten years. */
const MAX_TTL = 315_360_000

/** The most indexes that an entry has. */
const MAX_INDEXES = 8

/** The most entries that are listed at once, and how many where nothing is said. */
const MAX_LISTED = 1000
const LISTED = 100

const VERSION = /^[\w-]{16}$/

/** A key, an index, or the name of a lock, which `what` says. */
export function checkedName(what: string, name: string): string {
  const isGood =
    typeof name === 'string' &&
    name !== '' &&
    name.isWellFormed() &&
    bytesOf(name) <= MAX_NAME_BYTES
  if (!isGood) fail(`${what} is text of 1 to ${MAX_NAME_BYTES} bytes`)
  return name
}

export function checkedValue(value: StoreValue): StoreValue {
  const isText = typeof value === 'string' && value.isWellFormed()
  if (!isText && !(value instanceof Uint8Array)) fail('A value is well-formed text or a Uint8Array')
  if (bytesOf(value) > MAX_VALUE_BYTES) fail(`A value has at most ${MAX_VALUE_BYTES} bytes`)
  return value
}

/** A time to live in whole milliseconds. */
export function checkedTtl(ttl: number): number {
  if (!(typeof ttl === 'number' && ttl > 0 && ttl <= MAX_TTL)) {
    fail(`A time to live is above 0 and at most ${MAX_TTL} seconds`)
  }
  // What is a whole number of milliseconds but for the rounding of a float stays that number.
  return Math.ceil(Number((ttl * 1000).toFixed(6)))
}

/** The indexes of an entry, each once. */
export function checkedIndexes(indexes: KeepOptions['indexes'] = []): readonly string[] {
  if (!Array.isArray(indexes) || indexes.length > MAX_INDEXES) {
    fail(`An entry has a list of at most ${MAX_INDEXES} indexes`)
  }
  return [...new Set(indexes.map((index) => checkedName('An index', index)))]
}

export function checkedLimit(limit: number = LISTED): number {
  if (!(Number.isInteger(limit) && limit >= 1 && limit <= MAX_LISTED)) {
    fail(`A limit of a list is a whole number from 1 to ${MAX_LISTED}`)
  }
  return limit
}

/** Whether a text can be the version of an entry at all. */
export function isVersion(version: string): boolean {
  return typeof version === 'string' && VERSION.test(version)
}

/** The bytes of a value; of text, as UTF-8. */
export function bytesOf(value: StoreValue): number {
  return typeof value === 'string' ? Buffer.byteLength(value) : value.byteLength
}

function fail(rule: string): never {
  throw new HallpassError('invalid_config', `${rule}; a store was given something else.`)
}
