/** Which site asks: by its API key. */
import { HallpassError } from '../../errors.ts'
import type { Exchange } from '../../http/exchange.ts'
import { apiKeyHash, isApiKey } from '../api-key.ts'
import type { Core } from '../core.ts'
import type { Site } from '../store/port.ts'

const BEARER = /^bearer +([\x21-\x7e]+) *$/i

/**
 * The site whose key a request has in `Authorization: Bearer …`. One query at most: what a key
 * belongs to is kept for a few seconds (`CACHE_SECONDS`), and of an address that tries keys only
 * those are looked up that were good lately.
 *
 * @throws `api_key_invalid` without a key that is taken; `rate_limited`, by the key's site, and by
 * address for keys that are not taken; `store_unavailable`
 */
export async function authenticate(core: Core, exchange: Exchange): Promise<Site> {
  const key = BEARER.exec(exchange.header('authorization') ?? '')?.[1]
  const hash = key !== undefined && isApiKey(key) ? apiKeyHash(key) : undefined
  const wasGood = hash !== undefined && core.siteOfKey.last(hash) !== undefined
  const site = wasGood ? await core.siteOfKey.get(hash) : await tried(core, exchange, hash)
  if (site === undefined) {
    if (wasGood) core.limits.byAddress('badKeys', core.urls.clientAddress(exchange))
    throw new HallpassError('api_key_invalid', 'Send the API key of the site as a Bearer token.')
  }
  core.limits.bySite(site.id)
  return site
}

/** The site of a key that nothing is known of: a try, unless it is taken. */
async function tried(
  core: Core,
  exchange: Exchange,
  hash: string | undefined,
): Promise<Site | undefined> {
  const address = core.urls.clientAddress(exchange)
  core.limits.byAddress('badKeys', address)
  if (hash === undefined) return undefined
  let isWrong = false
  try {
    const site = await core.siteOfKey.get(hash)
    isWrong = site === undefined
    return site
  } finally {
    if (!isWrong) core.limits.giveBack('badKeys', address)
  }
}
