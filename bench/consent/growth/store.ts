/** What is grown: a store of the service, of either kind. */

import { CLASSIC_CATEGORIES } from '../../../src/consent/wire/categories.ts'
import type { ConsentStore } from '../../../src/consent-service/store/port.ts'
import { ORIGINS } from './people.ts'

/** How many visitors are made at once. */
export const BATCH = 10_000

/** A store on its way. */
export interface Growing {
  readonly name: 'SQLite' | 'PostgreSQL'
  open(): Promise<ConsentStore>
  /** Adds the visitors from a number to before another; calls `progress` with how many there are. */
  fill(from: number, to: number, progress: (done: number) => void): Promise<void>
  size(): Promise<Grown>
  /** Removes all of it. */
  close(): Promise<void>
}

/** What is on the disk, in bytes. */
export interface Grown {
  readonly total: number
  /** The visitors with their index. */
  readonly visitors: number
  /** The log with its indexes. */
  readonly log: number
  /** Levels of the index that a visitor is found by. */
  readonly depth: number
}

/** Makes the sites and the policy of a new store. */
export async function prepared(store: ConsentStore): Promise<void> {
  const at = Date.UTC(2026, 7, 24)
  for (const [i, origin] of ORIGINS.entries()) {
    const site = { origin, callback: '/_cookies/callback', createdAt: at }
    await store.addSite(site, String(i).padStart(64, '0'))
  }
  const categories = CLASSIC_CATEGORIES
  await store.addPolicy({ text: 'What we keep.', categories, material: true, at })
}
