/** Where a client has its tokens: in memory, or in a storage that is the truth for all tabs. */
import { type Kept, parseKept } from './kept.ts'
import type { TokenStorage } from './options.ts'
import { type Tabs, tabsAt } from './tabs.ts'

/** Told when what is kept has changed; `byLogout`: this client's own `logout` did it. */
type Seen = (now: Kept | undefined, before: Kept | undefined, byLogout: boolean) => void

/** The tokens of a client. */
export class Vault {
  readonly #key: string
  readonly #seen: Seen
  readonly #tabs: Tabs | undefined
  readonly #storage: TokenStorage | undefined
  /** Whether the storage has failed to write: what is known goes on in memory. */
  #isLeft = false
  #text: string | undefined
  #kept: Kept | undefined
  #isAwaited = false
  #writing: Promise<void> = Promise.resolve()
  #writes = 0

  /** @param key - The name in the storage. */
  constructor(key: string, storage: TokenStorage | undefined, seen: Seen) {
    this.#key = key
    this.#storage = storage
    this.#seen = seen
    this.#tabs = storage && tabsAt(key, () => void this.look())
  }

  /** Whether other tabs may see it. */
  get isShared(): boolean {
    return this.#storage !== undefined && !this.#isLeft
  }

  /** What is kept, as far as it is known without waiting. */
  peek(): Kept | undefined {
    if (this.#storage === undefined || this.#isLeft || this.#isAwaited) return this.#kept
    try {
      const found = this.#storage.getItem(this.#key)
      // Any thenable: a library's own promise, or one that zone.js made, is no `Promise` here.
      if (typeof found === 'object' && found !== null) {
        this.#isAwaited = true
        Promise.resolve(found).catch(() => {})
      } else this.#see(found ?? undefined)
    } catch {
      // What is known holds until it can be read again.
    }
    return this.#kept
  }

  /** What is kept. */
  async look(): Promise<Kept | undefined> {
    await this.#writing
    const writes = this.#writes
    try {
      if (this.#storage === undefined || this.#isLeft) return this.#kept
      const found = await this.#storage.getItem(this.#key)
      // What was written while the storage was asked is newer than its answer.
      if (writes === this.#writes) this.#see(found ?? undefined)
    } catch {
      // What is known holds until it can be read again.
    }
    return this.#kept
  }

  /** Keeps the tokens of a login, or of a renewal. */
  put(kept: Kept): Promise<void> {
    const text = JSON.stringify(kept)
    this.#see(text)
    return this.#write(async (storage) => {
      if (this.#isLeft) return
      try {
        await storage.setItem(this.#key, text)
      } catch {
        // The old refresh token may not stay: used again, it would end the session.
        this.#isLeft = true
        await storage.removeItem(this.#key)
      }
    })
  }

  /** Forgets them: a storage that was left is asked to forget, too. */
  clear(byLogout: boolean): Promise<void> {
    this.#see(undefined, byLogout)
    return this.#write((storage) => storage.removeItem(this.#key))
  }

  #write(change: (storage: TokenStorage) => unknown): Promise<void> {
    this.#writes += 1
    this.#writing = Promise.all([this.#writing, this.#change(change)]).then(() => {})
    return this.#writing
  }

  async #change(change: (storage: TokenStorage) => unknown): Promise<void> {
    if (this.#storage === undefined) return
    try {
      await change(this.#storage)
      this.#tabs?.tell()
    } catch {
      this.#isLeft = true
    }
  }

  #see(text: string | undefined, byLogout = false): void {
    if (text === this.#text) return
    const before = this.#kept
    this.#text = text
    this.#kept = parseKept(text)
    this.#seen(this.#kept, before, byLogout)
  }
}
