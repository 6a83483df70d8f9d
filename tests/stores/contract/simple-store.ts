/** The simplest store there can be, which the others are compared with. */
import assert from 'node:assert/strict'
import type { KeepOptions, ListedEntry, StoreEntry, StoreValue } from '../../../src/stores/store.ts'

interface Kept extends StoreEntry {
  readonly endsAt: number
  readonly indexes: readonly string[]
}

/** Times are in seconds. */
export class Model {
  now = 0
  readonly #entries = new Map<string, Kept>()
  readonly #older = new Map<string, string>()
  readonly #locks = new Map<string, { fence: number; endsAt: number }>()
  #fence = 0

  get(key: string): StoreEntry | undefined {
    const kept = this.#living(key)
    return kept && { value: kept.value, version: kept.version }
  }

  put(key: string, value: StoreValue, version: string, options: KeepOptions): void {
    const { ttl, indexes = [] } = options
    const before = this.#entries.get(key)
    if (before !== undefined) this.#older.set(key, before.version)
    this.#entries.set(key, { value, version, endsAt: this.now + ttl, indexes })
  }

  take(key: string): StoreEntry | undefined {
    const entry = this.get(key)
    if (entry !== undefined) this.#older.set(key, entry.version)
    this.#entries.delete(key)
    return entry
  }

  version(key: string, which: string): string | undefined {
    if (which === 'nothing') return undefined
    return which === 'current' ? this.get(key)?.version : this.#older.get(key)
  }

  /** The order is by the time of the end; of equal ones any may come first, or be left out. */
  checkList(index: string, limit: number, listed: readonly ListedEntry[]): void {
    const all = [...this.#entries]
      .filter(([key, { indexes }]) => this.#living(key) && indexes.includes(index))
      .map(([key]) => key)
    assert.equal(listed.length, Math.min(all.length, limit))
    for (const { key, ...entry } of listed) {
      assert.ok(all.includes(key))
      assert.deepEqual(entry, this.get(key))
    }
    const ends = listed.map(({ key }) => this.#entries.get(key)?.endsAt ?? 0)
    const best = all.map((key) => this.#entries.get(key)?.endsAt ?? 0).sort((a, b) => b - a)
    assert.deepEqual(ends, best.slice(0, limit))
  }

  isLocked(name: string): boolean {
    return (this.#locks.get(name)?.endsAt ?? 0) > this.now
  }

  hold(name: string, fence: number, ttl: number): void {
    assert.ok(fence > this.#fence)
    this.#fence = fence
    this.#locks.set(name, { fence, endsAt: this.now + ttl })
  }

  renew(fence: number, ttl: number): boolean {
    const held = this.#heldBy(fence)
    if (held !== undefined) held.endsAt = this.now + ttl
    return held !== undefined
  }

  release(fence: number): boolean {
    return this.renew(fence, 0)
  }

  #heldBy(fence: number) {
    return [...this.#locks.values()].find((one) => one.fence === fence && one.endsAt > this.now)
  }

  #living(key: string): Kept | undefined {
    const kept = this.#entries.get(key)
    return kept !== undefined && kept.endsAt > this.now ? kept : undefined
  }
}
