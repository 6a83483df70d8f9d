/** Ends of stored sessions: what is over is deleted, for every process at once. */
import type { ProviderEnd, SessionEnds } from '../ends.ts'
import type { SessionState } from '../state.ts'
import { onceKey, providerIndex, publicId, userIndex } from './names.ts'
import type { StoredRecords } from './records.ts'

/** Sessions that one call of a store lists. */
const AT_ONCE = 1000

/** So many times; in a store that is written to meanwhile there could be more without end. */
const MAX_ROUNDS = 20

/** Deletes sessions from the store. */
export class StoredEnds implements SessionEnds {
  readonly #records: StoredRecords
  readonly #now: () => number

  constructor(records: StoredRecords, now: () => number) {
    this.#records = records
    this.#now = now
  }

  async end(state: SessionState): Promise<void> {
    await this.#records.delete(publicId(state.id))
  }

  async endAtProvider({ issuer, clientId, sid, sub }: ProviderEnd): Promise<void> {
    // The same user may have signed in through another client of ours.
    const isMeant = ({ login }: SessionState) => login?.clientId === clientId
    if (sid !== undefined) await this.endAll(providerIndex(issuer, clientId, sid), isMeant)
    else if (sub !== undefined) await this.endAll(userIndex(issuer, sub), isMeant)
  }

  endUnproved(end: ProviderEnd & { readonly sid: string }): Promise<void> {
    return this.endAtProvider(end)
  }

  firstUse(name: string, until: number): Promise<boolean> {
    return this.#first(onceKey('use', name), until)
  }

  firstFinish(state: string, until: number): Promise<boolean> {
    return this.#first(onceKey('login', state), until)
  }

  /** A session that ended is not in the store: nothing could be read, and nothing is written over it. */
  has(): boolean {
    return false
  }

  /** Ends all sessions of an index that are meant, and gives their number. */
  async endAll(index: string, isMeant: (state: SessionState) => boolean): Promise<number> {
    const seen = new Set<string>()
    let ended = 0
    for (let round = 0; round < MAX_ROUNDS; round += 1) {
      const listed = await this.#records.store.list(index, AT_ONCE)
      const fresh = listed.filter(({ key }) => !seen.has(key))
      for (const entry of fresh) {
        seen.add(entry.key)
        const name = entry.key.slice(entry.key.indexOf(':') + 1)
        const record = this.#records.open(name, entry)
        // What this service cannot read may be another one's, in the same store.
        if (record === undefined || !isMeant(record.state)) continue
        if (await this.#records.delete(name)) ended += 1
      }
      if (fresh.length === 0 || listed.length < AT_ONCE) break
    }
    return ended
  }

  async #first(key: string, until: number): Promise<boolean> {
    const ttl = Math.max(1, until - this.#now())
    return (await this.#records.store.compareAndSet(key, undefined, '', { ttl })) !== undefined
  }
}
