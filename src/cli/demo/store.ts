/** Where the demo's provider keeps sessions, grants and tokens: in memory, and in one file. */
import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider'
import { damaged, readJson, Saver } from './files.ts'

interface Entry {
  readonly payload: AdapterPayload
  /** Seconds since the epoch; absent for what does not expire. */
  readonly expiresAt?: number
}

/** The storage of one provider. */
export interface ProviderStore {
  /** What `oidc-provider` takes as its `adapter`. */
  readonly adapter: AdapterFactory
  /** Writes what is pending to the file. */
  flush(): Promise<void>
}

/**
 * Opens the storage. A restart then keeps those signed in who were.
 *
 * @param file where it is kept; without one it lives in memory alone
 * @param now the clock, in seconds since the epoch
 */
export async function openStore(
  file?: string,
  now: () => number = () => Math.floor(Date.now() / 1000),
): Promise<ProviderStore> {
  const entries = new Map(file === undefined ? [] : parse(await readJson(file), file))
  const isLive = (entry: Entry) => entry.expiresAt === undefined || entry.expiresAt > now()
  const saver = new Saver(file, () => {
    for (const [key, entry] of entries) if (!isLive(entry)) entries.delete(key)
    return Object.fromEntries(entries)
  })
  return {
    adapter: (model) => modelAdapter(model, entries, isLive, now, () => saver.changed()),
    flush: () => saver.flush(),
  }
}

function modelAdapter(
  model: string,
  entries: Map<string, Entry>,
  isLive: (entry: Entry) => boolean,
  now: () => number,
  changed: () => void,
): Adapter {
  const prefix = `${model}:`
  const live = (key: string) => {
    const entry = entries.get(key)
    return entry !== undefined && isLive(entry) ? entry.payload : undefined
  }
  // A demo holds a few hundred entries: walking them is simpler than keeping indexes.
  const findBy = (name: 'uid' | 'userCode', value: string) => {
    for (const [key, entry] of entries) {
      if (key.startsWith(prefix) && entry.payload[name] === value) return live(key)
    }
    return undefined
  }
  return {
    async upsert(id, payload, expiresIn) {
      entries.set(
        prefix + id,
        expiresIn === undefined ? { payload } : { payload, expiresAt: now() + expiresIn },
      )
      changed()
    },
    find: async (id) => live(prefix + id),
    findByUid: async (uid) => findBy('uid', uid),
    findByUserCode: async (userCode) => findBy('userCode', userCode),
    async consume(id) {
      const payload = live(prefix + id)
      if (payload) payload.consumed = now()
      changed()
    },
    async destroy(id) {
      entries.delete(prefix + id)
      changed()
    },
    async revokeByGrantId(grantId) {
      for (const [key, entry] of entries) {
        if (key.startsWith(prefix) && entry.payload.grantId === grantId) entries.delete(key)
      }
      changed()
    },
  }
}

function parse(content: unknown, file: string): Array<[string, Entry]> {
  if (content === undefined) return []
  if (typeof content !== 'object' || content === null || Array.isArray(content)) throw damaged(file)
  return Object.entries(content).map(([key, entry]) => {
    if (!isEntry(entry)) throw damaged(file)
    return [key, entry]
  })
}

function isEntry(value: unknown): value is Entry {
  if (typeof value !== 'object' || value === null || !('payload' in value)) return false
  if (typeof value.payload !== 'object' || value.payload === null) return false
  return !('expiresAt' in value) || typeof value.expiresAt === 'number'
}
