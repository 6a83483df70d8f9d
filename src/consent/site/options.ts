/** The option `consent` of `createHallpass`. */
import { type ConfigIssue, isHallpassError } from '../../errors.ts'
import { type Secrets, secretList } from '../../signing/secrets.ts'
import type { BannerConfig } from '../banner/config.ts'
import type { Category } from '../wire/categories.ts'
import type { ConsentCache } from './health.ts'

/** One consent for all sites of an organisation; in brackets what the Flask extension calls it. */
export interface ConsentOptions {
  /** Where the central service is: `https://consent.example` (`CENTRAL_COOKIE_SERVICE_URL`). */
  readonly service: string | undefined
  /** The site's key there (`COOKIE_SERVICE_API_KEY`). */
  readonly apiKey: string | undefined
  /**
   * What visitors are asked about; the service's policy has the same. Default: `essential`,
   * `performance`, `functionality`.
   */
  readonly categories?: readonly Category[]
  /**
   * What signs `_cookies_auth_token`, newest first, where a Flask app on the same host reads it
   * (`SECRET_KEY`), or did until now. Default: a key of its own, made from `secrets`.
   */
  readonly secretKey?: Secrets | undefined
  /** Where a fleet shares whether the service is up. Default: each process finds out itself. */
  readonly cache?: ConsentCache
  /** The banner, which is served at `/_choices/ask.js`. */
  readonly banner?: BannerOptions
  /**
   * Whether the service is asked every 15 seconds in the background whether it is up
   * (`COOKIE_SERVICE_START`); else requests ask when they need to know. Default: true.
   */
  readonly healthCheck?: boolean
  /**
   * Whether the service must pass `state` through, as ours does: one that does not is taken for
   * down, and no callback is ever taken without. Set it where the service is ours. Default: false,
   * with which a service that never said that it does is used by the original protocol, in which
   * callbacks are not bound to a browser.
   */
  readonly requireState?: boolean
  /** For how many days browsers keep a choice (`PREFERENCES_COOKIE_EXPIRY_DAYS`); default 365. */
  readonly days?: number
}

/** Words, theme and languages of the banner. */
export interface BannerOptions extends Omit<BannerConfig, 'categories' | 'shared' | 'days'> {
  /**
   * Languages of the site whose built-in words go into the script, beside English and those that
   * `texts` and `language` name. Default: none.
   */
  readonly languages?: readonly string[]
}

/** What options of the right shape can contradict. */
export function consentIssues(options: ConsentOptions): readonly ConfigIssue[] {
  // A key that came out undefined is a fault; one that is not there is meant so.
  const secrets = Object.hasOwn(options, 'secretKey') ? secretIssues(options.secretKey) : []
  return [...categoryIssues(options.categories ?? []), ...secrets]
}

function categoryIssues(categories: readonly Category[]): ConfigIssue[] {
  return categories.flatMap(({ id, always, classic }, index): ConfigIssue[] => {
    const path = `consent.categories[${index}]`
    const first = categories.findIndex((other) => other.id === id)
    if (first < index) return [{ path: `${path}.id`, message: 'is given twice' }]
    if (always === true && classic !== undefined) {
      return [{ path: `${path}.classic`, message: 'must be left out where nobody is asked' }]
    }
    return []
  })
}

function secretIssues(secretKey: Secrets | undefined): readonly ConfigIssue[] {
  try {
    secretList(secretKey as Secrets, 'consent.secretKey')
    return []
  } catch (error) {
    if (!isHallpassError(error)) throw error
    return error.issues ?? []
  }
}
