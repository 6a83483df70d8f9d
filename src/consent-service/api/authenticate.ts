/** Which site asks: by its API key. */
import { HallpassError } from '../../errors.ts'
import type { Exchange } from '../../http/exchange.ts'
import { apiKeyHash, isApiKey } from '../api-key.ts'
import type { Core } from '../core.ts'
import type { Site } from '../store/port.ts'

const BEARER = /^bearer +([\x21-\x7e]+) *$/i

/**
 * The site whose key a request has in `Authorization: Bearer …`. One query at most: what a key
 * belongs to is kept for a few seconds (`CACHE_SECONDS`).
 *
 * @throws `api_key_invalid` without a key that is taken; `rate_limited`, by the key's site, and by
 * address for keys that are not taken; `store_unavailable`
 */
export async function authenticate(core: Core, exchange: Exchange): Promise<Site> {
  const key = BEARER.exec(exchange.header('authorization') ?? '')?.[1]
  const site =
    key !== undefined && isApiKey(key) ? await core.siteOfKey.get(apiKeyHash(key)) : undefined
  if (site === undefined) {
    core.limits.byAddress('badKeys', core.urls.clientAddress(exchange))
    throw new HallpassError('api_key_invalid', 'Send the API key of the site as a Bearer token.')
  }
  core.limits.bySite(site.id)
  return site
}
