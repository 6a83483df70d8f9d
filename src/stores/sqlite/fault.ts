/** What SQLite's errors mean to us. */
import { isHallpassError } from '../../errors.ts'
import type { Unavailable } from '../unavailable.ts'

/** SQLite's primary result codes that we tell apart. */
const BUSY = 5
const LOCKED = 6
const READONLY = 8
const IOERR = 10
const CORRUPT = 11
const FULL = 13
const CANTOPEN = 14
const CONSTRAINT = 19
const MISMATCH = 20
const NOTADB = 26

const WORDS: ReadonlyMap<number, string> = new Map([
  [BUSY, 'is locked by another process'],
  [LOCKED, 'is locked by another process'],
  [READONLY, 'cannot be written to'],
  [IOERR, 'cannot be read or written'],
  [CORRUPT, 'is damaged'],
  [FULL, 'is full'],
  [CANTOPEN, 'cannot be opened'],
  [NOTADB, 'is not a database'],
])

function resultCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error)) return undefined
  // The higher bits say more about the same thing.
  return typeof error.errcode === 'number' ? error.errcode & 0xff : undefined
}

/** Whether somebody else writes at the moment. */
export function isBusy(error: unknown): boolean {
  const code = resultCode(error)
  return code === BUSY || code === LOCKED
}

/** Whether the file must be opened anew before anything else can work. */
export function needsReopening(error: unknown): boolean {
  const code = resultCode(error)
  return code !== undefined && ![BUSY, LOCKED, FULL, CONSTRAINT, MISMATCH].includes(code)
}

/** Whether it is about one value, so that others of the same transaction can do without it. */
export function isAboutValue(error: unknown): boolean {
  const code = resultCode(error)
  return (code === CONSTRAINT || code === MISMATCH || code === undefined) && !isHallpassError(error)
}

/** The error that the store's caller gets: one of SQLite's is `store_unavailable`. */
export function toStoreError(error: unknown, unavailable: Unavailable): unknown {
  const code = resultCode(error)
  return code === undefined ? error : unavailable(WORDS.get(code) ?? 'cannot do this', error)
}
