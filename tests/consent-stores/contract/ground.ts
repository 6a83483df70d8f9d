/** What every test of a store starts from. */
import { createHash, randomUUID } from 'node:crypto'
import { after, afterEach, before } from 'node:test'
import type { StoreTarget } from '../../../src/consent-service/store/open.ts'
import { openStore } from '../../../src/consent-service/store/open.ts'
import type { Act, Change, ConsentStore, Site } from '../../../src/consent-service/store/port.ts'

/** Makes an empty place for a store, and takes all of them away. */
export interface Place {
  make(): Promise<StoreTarget>
  remove(): Promise<void>
}

/** 2026-11-24T05:00:00Z, in milliseconds. */
export const T0 = 1_795_496_400_000
export const DAY = 86_400_000

/** Any hash, by a name. */
export function hashOf(name: string): string {
  return createHash('sha256').update(name).digest('hex')
}

/** A store of its own for a test. */
export interface World {
  readonly target: StoreTarget
  readonly store: ConsentStore
  /** Another store on the same data. */
  another(): Promise<ConsentStore>
  site(name: string): Promise<Site>
  /** A new visitor, known at these sites. */
  visitor(...sites: readonly Site[]): Promise<string>
}

/** Gives worlds, and closes what was opened in them. */
export function worlds(place: () => Promise<Place>): () => Promise<World> {
  const opened: ConsentStore[] = []
  let made: Place
  before(async () => {
    made = await place()
  })
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((store) => store.close()))
  })
  after(() => made.remove())
  return async () => {
    const target = await made.make()
    const another = async () => {
      const store = await openStore(target)
      opened.push(store)
      return store
    }
    const store = await another()
    return {
      target,
      store,
      another,
      site: (name) => addSite(store, name),
      async visitor(...sites) {
        const id = randomUUID()
        for (const site of sites) await store.know(id, site.id, T0)
        return id
      },
    }
  }
}

/** A site `https://<name>.example`, with the key of that name. */
export function addSite(store: ConsentStore, name: string): Promise<Site> {
  const origin = `https://${name}.example`
  return store.addSite({ origin, callback: '/_cookies/callback', createdAt: T0 }, hashOf(name))
}

/** A choice of everything, an hour after the beginning. */
export function change(
  visitor: string,
  site: Site | undefined,
  more: Partial<Change> & { readonly act?: Act } = {},
): Change {
  return {
    visitor,
    site: site?.id,
    choices: { performance: true, functionality: true },
    act: 'accept_all',
    policy: 1,
    policyShown: true,
    at: T0 + 3_600_000,
    ...more,
  }
}
