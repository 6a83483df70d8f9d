/** Sessions in a store: one entry for each, with an index by user. */
import { createHash } from 'node:crypto'
import type { StoreValue } from '../../stores/store.ts'
import type { RefreshStore } from './options.ts'
import { read, readable, type SessionRecord, written } from './record.ts'
import type { RefreshSession } from './types.ts'

/** How long sessions live, in seconds. */
export interface Lifetime {
  readonly idle: number
  readonly absolute: number
}

/** A record, and its version in the store. */
export interface Kept {
  readonly record: SessionRecord
  readonly version: string
}

/** The most that a store lists at once. */
const MOST = 1000

/** The sessions of one `RefreshTokens`. `now` is in seconds since the epoch. */
export class Sessions {
  readonly #store: RefreshStore
  readonly #lifetime: Lifetime

  constructor(store: RefreshStore, lifetime: Lifetime) {
    this.#store = store
    this.#lifetime = lifetime
  }

  /** When a session is over that is used now. */
  endOf(createdAt: number, lastUsedAt: number): number {
    const { idle, absolute } = this.#lifetime
    return Math.min(lastUsedAt + idle, createdAt + absolute)
  }

  /** The session; undefined: there is none, or it is over. */
  async get(id: string, now: number): Promise<Kept | undefined> {
    const entry = await this.#store.get(keyOf(id))
    if (entry === undefined) return undefined
    const record = this.#living(read(entry.value), now)
    return record && { record, version: entry.version }
  }

  /** Writes a session; false: it is not as it was at `version` any more. */
  async write(record: SessionRecord, version: string | undefined, now: number): Promise<boolean> {
    const { session } = record
    const options = {
      ttl: session.expiresAt - now,
      indexes: [indexOf(session.sub)],
    }
    const text = written(record)
    return (
      (await this.#store.compareAndSet(keyOf(session.id), version, text, options)) !== undefined
    )
  }

  /** Ends a session. False: it was over. */
  delete(id: string): Promise<boolean> {
    return this.#store.delete(keyOf(id))
  }

  /**
   * The sessions of a user, the one that was used last first. What cannot be read is left out: it
   * must not keep its owner from signing in.
   */
  async of(sub: string, now: number): Promise<readonly RefreshSession[]> {
    const entries = await this.#store.list(indexOf(sub), MOST)
    return entries.flatMap(({ value }) => this.#sessionOf(sub, value, now) ?? []).sort(byUse)
  }

  /** Ends all sessions of a user, what cannot be read too, and says how many there were. */
  async deleteOf(sub: string, now: number): Promise<number> {
    let ended = 0
    for (let isMore = true; isMore; ) {
      const entries = await this.#store.list(indexOf(sub), MOST)
      const deleting = entries.map(async ({ key, value }) => {
        const isDeleted = await this.#store.delete(key)
        return isDeleted && this.#sessionOf(sub, value, now) !== undefined
      })
      ended += (await Promise.all(deleting)).filter(Boolean).length
      isMore = entries.length === MOST
    }
    return ended
  }

  #sessionOf(sub: string, value: StoreValue, now: number): RefreshSession | undefined {
    const record = readable(value)
    const session = record && this.#living(record, now)?.session
    return session?.sub === sub ? session : undefined
  }

  /** Options that have become shorter count for sessions that are there already. */
  #living({ session, chain }: SessionRecord, now: number): SessionRecord | undefined {
    const latest = this.endOf(session.createdAt, session.lastUsedAt)
    const expiresAt = Math.min(session.expiresAt, latest)
    if (expiresAt <= now) return undefined
    return { session: { ...session, expiresAt }, chain }
  }
}

function byUse(a: RefreshSession, b: RefreshSession): number {
  return b.lastUsedAt - a.lastUsedAt || b.createdAt - a.createdAt || (a.id < b.id ? -1 : 1)
}

function keyOf(id: string): string {
  return `refresh:${id}`
}

/** Whose sessions they are is not for those who see the names of a store, and can be long. */
function indexOf(sub: string): string {
  return `refresh-of:${createHash('sha256').update(sub).digest('base64url')}`
}
