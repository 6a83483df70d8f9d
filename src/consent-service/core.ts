/** What the service's own routes share beside what pages get: caches, limits and counts. */
import type { Exchange, MaybePromise, Reply } from '../http/exchange.ts'
import type { PublicUrls } from '../http/public-url.ts'
import { Cache } from './cache.ts'
import type { Limits } from './limits/limits.ts'
import type { OutageLog } from './outage-log.ts'
import { type InForce, inForce } from './policy.ts'
import type { Metrics, Stored } from './server/metrics.ts'
import type { Service } from './service.ts'
import type { Site } from './store/port.ts'

/**
 * How long the service believes what it knows of keys, sites and policies, in seconds: so late a
 * removed site, a key past its end or a new policy is seen by an instance at most, unless its own
 * dashboard made the change.
 */
export const CACHE_SECONDS = 5

/** The parts of a running service. */
export interface Core {
  readonly service: Service
  readonly limits: Limits
  readonly metrics: Metrics
  readonly outages: OutageLog
  readonly urls: PublicUrls
  /** Sites by the SHA-256 of an API key. */
  readonly siteOfKey: Cache<Site | undefined>
  /** Sites by their origin. */
  readonly siteOfOrigin: Cache<Site | undefined>
  /** The policy in force, under the key `''`. */
  readonly policy: Cache<InForce>
  /** Whether the store answers, under the key `''`. */
  readonly ready: Cache<void>
  /** How much is stored, under the key `''`. */
  readonly counts: Cache<Stored>
}

/** Answers requests for one path. */
export interface Route {
  /** What it is called in metrics and logs. */
  readonly name: string
  /** All that it answers; HEAD is answered as GET where it is listed. */
  readonly methods: readonly string[]
  /** Whether programs ask: an error is never a page. */
  readonly forPrograms: boolean
  answer(core: Core, exchange: Exchange): MaybePromise<Reply>
}

/** The caches of a service. */
export function cachesOf(
  service: Pick<Service, 'store' | 'ports'>,
): Pick<Core, 'siteOfKey' | 'siteOfOrigin' | 'policy' | 'ready' | 'counts'> {
  const { store, ports } = service
  const now = () => ports.now()
  const known = { seconds: CACHE_SECONDS, now }
  // Of what nobody has, anybody can ask without end: it must not push out what there is.
  const found = { ...known, keeps: (site: Site | undefined) => site !== undefined }
  return {
    siteOfKey: new Cache((hash) => store.siteOfKey(hash, Math.round(now() * 1000)), found),
    siteOfOrigin: new Cache((origin) => store.siteOfOrigin(origin), found),
    policy: new Cache(async () => inForce(await store.policies()), known),
    // Every site asks this every 15 seconds, and balancers more often.
    ready: new Cache(() => store.ready(), { seconds: 1, now }),
    // Counting millions of rows takes a database a while.
    counts: new Cache(() => store.counts(), { seconds: 60, now }),
  }
}
