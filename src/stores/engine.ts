/** What each store does for itself; `checkedStore` makes a `Store` of it. */
import type { MaybePromise } from '../http/exchange.ts'
import type { ListedEntry, StoreEntry, StoreValue } from './store.ts'

/** An entry that is to be written. */
export interface Write {
  readonly key: string
  readonly value: StoreValue
  /** The version that it gets. */
  readonly version: string
  /** Whole milliseconds. */
  readonly ttlMs: number
  /** Each once. */
  readonly indexes: readonly string[]
}

/** What must be there for a write to happen: anything, nothing, or this version. */
export type Expected = 'anything' | 'nothing' | { readonly version: string }

/** A lock of one name and who asks for it. */
export interface Claim {
  readonly name: string
  /** Known to nobody else. */
  readonly owner: string
}

/** A store behind the checks: every argument is in bounds. */
export interface Engine {
  ready(): MaybePromise<void>
  get(key: string): MaybePromise<StoreEntry | undefined>
  /** Whether it was written. */
  write(write: Write, expected: Expected): MaybePromise<boolean>
  delete(key: string): MaybePromise<boolean>
  takeOnce(key: string): MaybePromise<StoreEntry | undefined>
  list(index: string, limit: number): MaybePromise<readonly ListedEntry[]>
  /** The fence; undefined when another owner has it. */
  acquire(claim: Claim, ttlMs: number): MaybePromise<number | undefined>
  renew(claim: Claim, ttlMs: number): MaybePromise<boolean>
  release(claim: Claim): MaybePromise<boolean>
  /** When all that was begun has ended. */
  close(): MaybePromise<void>
}
