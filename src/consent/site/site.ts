/** A site that shares its visitors' consent with others: the parts that its routes work with. */
import type { Keyring } from '../../crypto/keyring.ts'
import type { Exchange } from '../../http/exchange.ts'
import type { Ports } from '../../http/ports.ts'
import type { PublicUrls } from '../../http/public-url.ts'
import { type Category, CLASSIC_CATEGORIES } from '../wire/categories.ts'
import { AuthCookie, ownSecrets } from './auth-cookie.ts'
import { ServiceClient } from './client.ts'
import { Complaints } from './complaints.ts'
import type { CookieScope } from './cookies.ts'
import { GpcReports } from './gpc-reports.ts'
import { Health } from './health.ts'
import type { ConsentOptions } from './options.ts'
import { StateCookie } from './state-cookie.ts'
import { CookieConsent, type VisitorConsent } from './visitor-consent.ts'

/** What a site gets from the service that it is a part of. */
export interface SiteContext {
  readonly keyring: Keyring
  readonly urls: PublicUrls
  /** Whether all base URLs are https. */
  readonly secure: boolean
  readonly ports: Ports
}

/** The parts that the consent routes of one site share. */
export interface ConsentSite extends SiteContext {
  readonly options: ConsentOptions
  readonly categories: readonly Category[]
  readonly scope: CookieScope
  readonly auth: AuthCookie
  readonly state: StateCookie
  readonly client: ServiceClient
  readonly health: Health
  readonly gpc: GpcReports
  /** Says what goes wrong, each thing once a minute at most. */
  readonly complaints: Complaints
  /** What a visitor agreed to, for handlers. */
  consentOf(exchange: Exchange): VisitorConsent
}

/**
 * Puts the parts together, and begins to ask for the service's health.
 *
 * @param options - Checked: see `consentIssues`.
 */
export function createSite(options: ConsentOptions, context: SiteContext): ConsentSite {
  const { keyring, secure, ports } = context
  const { fetch, now, logger } = ports
  const service = (options.service ?? '').replace(/\/+$/, '')
  const requireState = options.requireState ?? false
  const client = new ServiceClient({
    service,
    apiKey: options.apiKey ?? '',
    fetch,
    requireState,
    failed: (error) => health.failed(error),
  })
  const health: Health = new Health({
    ask: (limit) => client.status(limit),
    cache: options.cache,
    key: `hallpass:consent:${service}`,
    background: options.healthCheck ?? true,
    ours: requireState,
    now,
    logger,
  })
  health.start()
  const complaints = new Complaints(logger, now)
  const categories = options.categories ?? CLASSIC_CATEGORIES
  return {
    ...context,
    options,
    categories,
    scope: { secure, life: (options.days ?? 365) * 86_400 },
    auth: new AuthCookie(options.secretKey ?? ownSecrets(keyring), secure, now),
    state: new StateCookie(keyring, secure, now),
    client,
    health,
    gpc: new GpcReports(client, complaints),
    complaints,
    consentOf: (exchange) => new CookieConsent(exchange, categories),
  }
}
