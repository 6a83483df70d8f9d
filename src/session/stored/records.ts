/** Sessions as they lie in a store: sealed, so that who reads the store has neither session nor token. */
import type { Keyring } from '../../crypto/keyring.ts'
import { PurposeSeal } from '../../crypto/purpose-seal.ts'
import { OpenedTexts } from '../../http/opened-texts.ts'
import type { Store, StoreEntry } from '../../stores/store.ts'
import { unavailable } from '../../stores/unavailable.ts'
import { expiresAt, type Lifetime } from '../lifetime.ts'
import { parseSession, type SessionState, serializeSession } from '../state.ts'
import { providerIndex, sessionKey, userIndex } from './names.ts'

/** Bytes of a session as JSON: a little less than a seal may hold. */
const MAX_BYTES = 48_000

/** Tries of a write that others come before: with pauses that grow, some seconds altogether. */
const MAX_TRIES = 40

/** A session that was found. Its `id` is the public one, as the store has no other. */
export interface StoredRecord {
  readonly state: SessionState
  readonly version: string
  /** Its seal is not under the newest key. */
  readonly stale: boolean
}

export interface RecordOptions {
  readonly store: Store
  readonly keyring: Keyring
  readonly lifetime: Lifetime
  readonly now: () => number
}

/** Reads and writes sessions in a store; everything is by public id. */
export class StoredRecords {
  readonly store: Store
  readonly #lifetime: Lifetime
  readonly #now: () => number
  readonly #seal: PurposeSeal
  readonly #opened = new OpenedTexts<Omit<StoredRecord, 'version'>>()

  constructor({ store, keyring, lifetime, now }: RecordOptions) {
    this.store = store
    this.#lifetime = lifetime
    this.#now = now
    this.#seal = new PurposeSeal(keyring, 'stored-session')
  }

  /** Undefined where there is none, or none that can be read and lives. */
  async get(name: string): Promise<StoredRecord | undefined> {
    const entry = await this.store.get(sessionKey(name))
    return entry && this.open(name, entry)
  }

  /** What an entry holds. One that was moved to another key is not taken. */
  open(name: string, { value, version }: StoreEntry): StoredRecord | undefined {
    if (typeof value !== 'string') return undefined
    const opened = this.#opened.get(value) ?? this.#unseal(value)
    if (opened === undefined || opened.state.id !== name) return undefined
    return expiresAt(opened.state, this.#lifetime) > this.#now()
      ? { ...opened, version }
      : undefined
  }

  /** False when it is too large. */
  async create(state: SessionState): Promise<boolean> {
    const value = this.#sealed(state)
    if (value === undefined) return false
    await this.store.compareAndSet(sessionKey(state.id), undefined, value, this.#keepFor(state))
    return true
  }

  /**
   * Writes what `change` makes of the session as it is now, and never over a state that `change` has
   * not seen. Gives what stands afterwards.
   *
   * @param first - The session as it was read, which saves to ask once more.
   * @param change - Gives undefined where nothing is to be written. May be called several times.
   * @returns `gone`: the session is over, and stays so; `too_large`: nothing was written.
   * @throws `store_unavailable`
   */
  async update(
    name: string,
    first: StoredRecord | undefined,
    change: (state: SessionState) => SessionState | undefined,
  ): Promise<SessionState | 'gone' | 'too_large'> {
    let record = first ?? (await this.get(name))
    for (let tried = 1; record !== undefined; tried += 1) {
      const next = change(record.state)
      if (next === undefined) return record.state
      const value = this.#sealed(next)
      if (value === undefined) return 'too_large'
      const key = sessionKey(name)
      const { version } = record
      const kept = await this.store.compareAndSet(key, version, value, this.#keepFor(next))
      if (kept !== undefined) return next
      if (tried === MAX_TRIES) throw unavailable('has too many writers of one session')
      // By chance, so that those who meet here do not meet again.
      if (tried > 1) await pause(Math.random() * Math.min(10 * tried, 200))
      record = await this.get(name)
    }
    return 'gone'
  }

  /** False: there was none. */
  delete(name: string): Promise<boolean> {
    return this.store.delete(sessionKey(name))
  }

  #unseal(value: string): Omit<StoredRecord, 'version'> | undefined {
    const opened = this.#seal.open(value)
    const state = opened.ok ? parseSession(opened.plaintext) : undefined
    if (!opened.ok || state === undefined) return undefined
    const record = { state, stale: opened.stale }
    this.#opened.set(value, record)
    return record
  }

  #sealed(state: SessionState): string | undefined {
    const text = serializeSession(state)
    if (Buffer.byteLength(text) > MAX_BYTES) return undefined
    return this.#seal.seal(text)
  }

  #keepFor(state: SessionState): { ttl: number; indexes: readonly string[] } {
    const { login } = state
    const ttl = Math.max(1, expiresAt(state, this.#lifetime) - this.#now())
    if (login === undefined) return { ttl, indexes: [] }
    const { issuer, clientId, user, sid } = login
    const byUser = userIndex(issuer, user.sub)
    return {
      ttl,
      indexes: sid === undefined ? [byUser] : [byUser, providerIndex(issuer, clientId, sid)],
    }
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
