/** Entries in the memory of the process, found by key and by index, never above their bound. */
import { bytesOf } from '../bounds.ts'
import type { Write } from '../engine.ts'
import type { StoreValue } from '../store.ts'

/** What an entry costs beside its texts and its value, in bytes: a generous guess. */
const OVERHEAD = 300

/** At every write so many entries are looked at, from one to the next, for whether they are over. */
const LOOKED_AT = 4

/** An entry. */
export interface Item {
  readonly key: string
  readonly value: StoreValue
  readonly version: string
  /** In milliseconds. */
  readonly expiresAt: number
  readonly indexes: readonly string[]
  readonly size: number
}

/** The entries, in the order of their last write. Times are in milliseconds. */
export class Entries {
  readonly #maxBytes: number
  readonly #items = new Map<string, Item>()
  readonly #byIndex = new Map<string, Set<string>>()
  #bytes = 0
  #looking: Iterator<Item> = this.#items.values()

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes
  }

  /** What all entries cost, in bytes. */
  get bytes(): number {
    return this.#bytes
  }

  get(key: string, now: number): Item | undefined {
    const item = this.#items.get(key)
    if (item === undefined || now < item.expiresAt) return item
    this.#remove(item)
    return undefined
  }

  /** Keeps an entry; false where it alone is above the bound. */
  put(write: Write, now: number): boolean {
    const item = itemOf(write, now)
    if (item.size > this.#maxBytes) return false
    const before = this.#items.get(write.key)
    if (before !== undefined) this.#remove(before)
    this.#items.set(item.key, item)
    this.#bytes += item.size
    for (const index of item.indexes) {
      const keys = this.#byIndex.get(index)
      if (keys === undefined) this.#byIndex.set(index, new Set([item.key]))
      else keys.add(item.key)
    }
    this.#sweep(now)
    this.#evict()
    return true
  }

  /** Removes an entry and gives it. */
  take(key: string, now: number): Item | undefined {
    const item = this.get(key, now)
    if (item !== undefined) this.#remove(item)
    return item
  }

  /** The entries of an index, the longest-living first. */
  list(index: string, limit: number, now: number): Item[] {
    const keys = [...(this.#byIndex.get(index) ?? [])]
    return keys
      .flatMap((key) => this.get(key, now) ?? [])
      .sort((a, b) => b.expiresAt - a.expiresAt)
      .slice(0, limit)
  }

  clear(): void {
    this.#items.clear()
    this.#byIndex.clear()
    this.#bytes = 0
  }

  #remove(item: Item): void {
    this.#items.delete(item.key)
    this.#bytes -= item.size
    for (const index of item.indexes) {
      const keys = this.#byIndex.get(index)
      keys?.delete(item.key)
      if (keys?.size === 0) this.#byIndex.delete(index)
    }
  }

  #sweep(now: number): void {
    for (let looked = 0; looked < LOOKED_AT; looked += 1) {
      const { done, value } = this.#looking.next()
      if (done === true) {
        this.#looking = this.#items.values()
        return
      }
      if (value.expiresAt <= now) this.#remove(value)
    }
  }

  /** The first in the map is the one that was written longest ago; the last is the new one. */
  #evict(): void {
    for (const item of this.#items.values()) {
      if (this.#bytes <= this.#maxBytes) return
      this.#remove(item)
    }
  }
}

function itemOf({ key, value, version, ttlMs, indexes }: Write, now: number): Item {
  const texts = [key, ...indexes].reduce((sum, text) => sum + bytesOf(text), 0)
  return {
    key,
    // Whoever gave the bytes may go on writing into them.
    value: typeof value === 'string' ? value : new Uint8Array(value),
    version,
    expiresAt: now + ttlMs,
    indexes,
    size: OVERHEAD + texts + bytesOf(value),
  }
}
