/** `createConsentService`: the parts of the central service put together. */
import type { RequestListener } from 'node:http'
import { createKeyring } from '../crypto/keyring.ts'
import { HallpassError } from '../errors.ts'
import type { Exchange, Reply } from '../http/exchange.ts'
import { consoleLogger } from '../http/ports.ts'
import { InFlight } from '../serve/in-flight.ts'
import { listenerOf } from '../serve/listener.ts'
import { type Core, cachesOf, type Route } from './core.ts'
import { allow, faultOf } from './fault.ts'
import { Limits } from './limits/limits.ts'
import { type ConsentServiceOptions, checkServiceOptions } from './options.ts'
import { OutageLog } from './outage-log.ts'
import { EndedSessions } from './pages/dashboard/ended-sessions.ts'
import { routeFor } from './router.ts'
import { countedStore } from './server/counted-store.ts'
import { Metrics } from './server/metrics.ts'
import { withSecurityHeaders } from './server/security-headers.ts'
import type { Service } from './service.ts'

/** A central consent service: serve it with `serve`, or mount it in a server of your own. */
export interface ConsentService {
  /** Answers one request. Never rejects. */
  handle(exchange: Exchange): Promise<Reply>
  /** The same for `createServer` of node:http. */
  readonly listener: RequestListener
  /**
   * The counts of this instance in Prometheus' text format. Not for the public: `serve` answers
   * `/metrics` with them on a port of its own. Never rejects.
   */
  metrics(): Promise<string>
  /**
   * Waits for the requests that are being answered, for 10 seconds at most, and closes the store.
   * A request that comes later gets 503.
   */
  close(): Promise<void>
}

/**
 * The central service of a shared consent: its API for sites, its pages for visitors and for the
 * organisation, health and metrics.
 *
 * @throws `invalid_config` that names every fault at once; `store_unavailable`
 * @example
 * const store = await openStore({ data: '/var/lib/hallpass/consent.db' })
 * const service = await createConsentService({ store, baseUrl: 'https://consent.example' })
 * const { close } = await serve(service, { port: 8700 })
 */
export async function createConsentService(
  options: ConsentServiceOptions,
): Promise<ConsentService> {
  const core = await coreOf(options)
  const { store } = options
  const inFlight = new InFlight()
  let isClosed = false

  async function handle(exchange: Exchange): Promise<Reply> {
    const started = performance.now()
    const route = routeFor(exchange)
    const reply = isClosed
      ? faultOf(core, exchange, route, stopped())
      : await inFlight.track(answered(core, route, exchange))
    note(core, exchange, route, reply, (performance.now() - started) / 1000)
    return withSecurityHeaders(reply, core.service.secure)
  }

  return {
    handle,
    listener: listenerOf(handle),
    async metrics() {
      const stored = await core.counts.get('').catch(() => undefined)
      return core.metrics.text(stored)
    },
    async close() {
      isClosed = true
      await inFlight.drained(10)
      await store.close()
    },
  }
}

function stopped(): HallpassError {
  return new HallpassError('store_unavailable', 'The service has been stopped.', { retryAfter: 5 })
}

async function coreOf(options: ConsentServiceOptions): Promise<Core> {
  const { urls, baseUrl, organisation, dashboard } = checkServiceOptions(options)
  const { store, limits = {}, logger = consoleLogger, now = () => Date.now() / 1000 } = options
  const metrics = new Metrics()
  const shared = {
    store: countedStore(store, (act) => metrics.changes.add([act])),
    ports: { now, logger },
  }
  const caches = cachesOf(shared)
  const service: Service = {
    ...shared,
    baseUrl,
    organisation,
    secure: baseUrl.startsWith('https:'),
    keyring: createKeyring([await store.secret()]),
    dashboard,
    ended: new EndedSessions(now),
    changed() {
      for (const cache of [caches.siteOfKey, caches.siteOfOrigin, caches.policy]) cache.clear()
    },
  }
  return {
    service,
    urls,
    metrics,
    outages: new OutageLog(now, logger),
    limits: new Limits(limits, now, (name) => metrics.limited.add([name])),
    ...caches,
  }
}

async function answered(core: Core, route: Route | undefined, exchange: Exchange): Promise<Reply> {
  try {
    if (route === undefined) return await elsewhere(core, exchange)
    if (route.methods.includes(exchange.method)) return await route.answer(core, exchange)
    // No other origin may ask: sites do so from their servers.
    if (exchange.method === 'OPTIONS') return { status: 204, headers: [allow(route)] }
    throw new HallpassError('method_not_allowed', `Use ${route.methods.join(' or ')}.`)
  } catch (error) {
    return faultOf(core, exchange, route, error)
  }
}

/** The login of the dashboard has routes of its own. */
async function elsewhere({ service }: Core, exchange: Exchange): Promise<Reply> {
  if (service.dashboard?.kind === 'pass') {
    const decision = await service.dashboard.pass.handle(exchange)
    if (decision.kind === 'reply') return decision
  }
  throw new HallpassError('not_found', 'There is no such page.')
}

/** Counts and logs a request: nothing that tells visitors or sites apart. */
function note(
  { metrics, service }: Core,
  { method }: Exchange,
  route: Route | undefined,
  { status, reason }: Reply,
  seconds: number,
): void {
  const name = route?.name ?? 'none'
  metrics.requests.add([name, status])
  metrics.duration.observe(name, seconds)
  if (reason === 'store_unavailable') metrics.storeErrors.add([])
  const ms = Math.round(seconds * 1e5) / 100
  service.ports.logger.info('request', { method, route: name, status, ms })
}
