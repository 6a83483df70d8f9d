/**
 * The interface of a store: what sessions, refresh tokens, one-time codes and the like are kept in.
 * `hallpass/stores/memory`, `/sqlite`, `/redis` and `/postgres` have one each; an app may bring its
 * own. `tests/stores/contract` says all of this in tests, which every store passes.
 *
 * - **Bounds:** keys, indexes and names of locks are text of 1 to 512 bytes in UTF-8, values text or
 *   bytes of at most 1 MiB, and times to live above 0 and at most ten years. What is not text that
 *   UTF-8 can hold (half a surrogate pair) is refused.
 * - **Secrets:** keys are stored as they are. Whoever makes one of a secret gives its hash.
 * - **Time:** what has lived its time is gone from every method at that moment, to the millisecond:
 *   at `set` + `ttl` it is no longer there. Whose clock says so, each store's page tells.
 * - **At once:** each call is done whole or not at all, and calls for one key one after the other,
 *   whichever process they come from. The same holds for the indexes of an entry.
 *
 * Every method rejects with a HallpassError whose code is
 * - `store_unavailable` (503) when the store is down, closed, slower than its time limit, full, or
 *   may not be written to. A call that was refused for time may have been done; a `compareAndSet`
 *   that is tried again then finds a version that it does not know;
 * - `invalid_config` (500) when an argument is out of bounds. Nothing was done.
 *
 * No error holds a key or a value, in its causes neither.
 */

/** What is kept: text comes back as text, bytes as bytes. */
export type StoreValue = string | Uint8Array

/** An entry as it was read. */
export interface StoreEntry {
  readonly value: StoreValue
  /** Another one after every write, never the same twice; for `compareAndSet`. */
  readonly version: string
}

/** An entry of an index. */
export interface ListedEntry extends StoreEntry {
  readonly key: string
}

/** How an entry is kept. It replaces all of what was said at the entry's last write. */
export interface KeepOptions {
  /** Time to live, in seconds from now; parts of a millisecond are rounded up. */
  readonly ttl: number
  /** Names under which `list` finds the entry: at most 8. Default: none. */
  readonly indexes?: readonly string[]
}

/** A lock that we hold, as long as it lives. */
export interface StoreLock {
  /**
   * A number above that of every holder before. Who does something for a holder can refuse a number
   * below one that it has seen: it is of a holder whose time was over without their knowing it.
   */
  readonly fence: number
  /** Lets it live for `ttl` seconds from now. False: it is not ours any more. */
  renew(ttl: number): Promise<boolean>
  /** Lets others have it. False: it was not ours any more; whose it is now, keeps it. */
  release(): Promise<boolean>
}

/**
 * A store.
 *
 * @example
 * const version = await store.set('job-7', 'waiting', { ttl: 3600, indexes: ['user-1'] })
 * const next = await store.compareAndSet('job-7', version, 'running', { ttl: 3600 })
 */
export interface Store {
  /** One cheap question, for the start and for health checks. Makes the tables where there are any. */
  ready(): Promise<void>
  /** The entry; undefined where there is none. */
  get(key: string): Promise<StoreEntry | undefined>
  /** Writes the entry, whatever is there; gives its new version. */
  set(key: string, value: StoreValue, options: KeepOptions): Promise<string>
  /**
   * Writes the entry if what is there has this version, or with `undefined` if nothing is there.
   * Gives the new version; undefined: it is another, or gone, and nothing was written.
   */
  compareAndSet(
    key: string,
    version: string | undefined,
    value: StoreValue,
    options: KeepOptions,
  ): Promise<string | undefined>
  /** Removes the entry. False: there was none. */
  delete(key: string): Promise<boolean>
  /** Removes the entry and gives it, to one caller only. */
  takeOnce(key: string): Promise<StoreEntry | undefined>
  /**
   * The entries that have an index, those that live longest first.
   *
   * @param limit - At most so many: 1 to 1000, default 100.
   */
  list(index: string, limit?: number): Promise<readonly ListedEntry[]>
  /**
   * Takes the lock of this name for `ttl` seconds. Undefined: somebody else has it. Locks are apart
   * from entries: the same text may be a key and the name of a lock.
   */
  lock(name: string, ttl: number): Promise<StoreLock | undefined>
  /** Waits for what was begun; after that every call is refused. */
  close(): Promise<void>
}
