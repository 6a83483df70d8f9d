/** The demo's sites at its consent service. They may have other ports at each start. */
import { object, safeParse, string } from 'valibot'
import { apiKeyHash, newApiKey } from '../../../consent-service/api-key.ts'
import type { ConsentStore } from '../../../consent-service/store/port.ts'
import { damaged, readJson, writeJson } from '../files.ts'
import { CALLBACK } from './seed.ts'

/** Something of each of the two sites. */
export interface SiteKeys {
  readonly shop: string
  readonly news: string
}

const stored = object({ shop: string(), news: string() })

/**
 * Registers the sites under the origins that they have now, and gives each an API key: the one of
 * the last start that is kept in `file`, if the service still takes it.
 */
export async function register(
  store: ConsentStore,
  origins: SiteKeys,
  file: string,
): Promise<SiteKeys> {
  const content = await readJson(file)
  const kept = safeParse(stored, content ?? { shop: '', news: '' })
  if (!kept.success) throw damaged(file)
  const { shop, news } = kept.output
  const keys = {
    shop: await keyOf(store, origins.shop, shop),
    news: await keyOf(store, origins.news, news),
  }
  if (keys.shop !== shop || keys.news !== news) await writeJson(file, keys)
  return keys
}

async function keyOf(store: ConsentStore, origin: string, kept: string): Promise<string> {
  const now = Date.now()
  const name = (url: string) => new URL(url).hostname
  for (const other of await store.sites()) {
    const isStale = name(other.origin) === name(origin) && other.origin !== origin
    if (isStale) await store.removeSite(other.id)
  }
  const site = await store.siteOfOrigin(origin)
  const { key, hash } = newApiKey()
  if (site === undefined) {
    await store.addSite({ origin, callback: CALLBACK, createdAt: now }, hash)
    return key
  }
  // Whoever tries the dashboard may have ended the key.
  if ((await store.siteOfKey(apiKeyHash(kept), now))?.id === site.id) return kept
  await store.addKey(site.id, hash, now, now)
  return key
}
