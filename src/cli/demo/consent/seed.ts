/** Fills a new store with what was made up, through the store's own functions. */

import { CLASSIC_CATEGORIES } from '../../../consent/wire/categories.ts'
import { newApiKey } from '../../../consent-service/api-key.ts'
import type { ConsentStore } from '../../../consent-service/store/port.ts'
import { DAY, type HabitOf, type Happening, madeUpHistory } from './history.ts'
import { MADE_UP_SITES, REAL_SITES } from './samples.ts'

/** Where the visitors of a site come back to. */
export const CALLBACK = '/_cookies/callback'
/** So many at once go into a few transactions, which is what makes it quick. */
const AT_ONCE = 1500

/** What the store is filled with. */
export interface Seed {
  readonly days: number
  /** Milliseconds. */
  readonly now: number
  /** The origins of the sites that are really there. */
  readonly origins: Readonly<Record<keyof typeof REAL_SITES, string>>
  /** Told how much is done, from 0 to 1. */
  readonly progress: (share: number) => void
}

/** Fills an empty store. */
export async function seed(store: ConsentStore, options: Seed): Promise<void> {
  const { days, now, progress } = options
  const sites = await addSites(store, options)
  const happened = madeUpHistory(days, now, sites)
  let version = 0
  let pending: Promise<unknown>[] = []
  for (const [index, event] of happened.entries()) {
    if (event.kind === 'policy') version += 1
    pending.push(...recorded(store, event, version))
    if (pending.length < AT_ONCE) continue
    await Promise.all(pending)
    pending = []
    progress(index / happened.length)
  }
  await Promise.all(pending)
  progress(1)
}

async function addSites(store: ConsentStore, { days, now, origins }: Seed): Promise<HabitOf[]> {
  const createdAt = now - (days + 7) * DAY
  const { shop, news } = REAL_SITES
  const all = [
    { ...shop, origin: origins.shop },
    { ...news, origin: origins.news },
    ...MADE_UP_SITES,
  ]
  const added: HabitOf[] = []
  for (const { origin, ...habit } of all) {
    const site = { origin, callback: CALLBACK, createdAt }
    added.push({ ...habit, id: (await store.addSite(site, newApiKey().hash)).id })
  }
  return added
}

/** What was called first is done first, in one transaction or in several. */
function recorded(store: ConsentStore, event: Happening, version: number): Promise<unknown>[] {
  const { at } = event
  if (event.kind === 'forget') return [store.forget(event.visitor, at)]
  if (event.kind === 'policy') {
    const { text, material } = event.policy
    return [store.addPolicy({ text, material, categories: CLASSIC_CATEGORIES, at })]
  }
  const { visitor, site, act, choices } = event
  const change = { visitor, site, act, choices, policy: version, policyShown: true, at }
  return [store.know(visitor, site, at), store.record(change)]
}
