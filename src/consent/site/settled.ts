/** A choice that is in step with the service, as cookies and as what the script is told. */
import type { HeaderList } from '../../http/exchange.ts'
import { isoTimestamp } from '../wire/timestamp.ts'
import { keepChoice } from './cookies.ts'
import { type Remote, remoteChoices } from './decide.ts'
import type { ConsentSite } from './site.ts'
import { laterOf } from './time.ts'

/** What an answer says and sets once site and service have the same choice. */
export interface InStep {
  readonly freshness: string
  /** Keeps the choice in the browser. */
  readonly headers: HeaderList
}

/**
 * The freshness is never before the service's own time of the choice, whatever the clocks say:
 * else the next choice that is made offline would look older than this one.
 */
export function inStep(site: ConsentSite, remote: Remote): InStep {
  site.health.saw(remote.policy)
  const now = isoTimestamp(Math.round(site.ports.now() * 1000))
  const freshness = laterOf(now, remote.updatedAt)
  const choices = remoteChoices(remote, site.categories)
  return {
    freshness,
    headers: keepChoice(site.scope, { word: remote.consent, choices, freshness }),
  }
}

/** `policy` for an answer, where the service says one. */
export function policyPart(policy: number | undefined): { policy?: number } {
  return policy === undefined ? {} : { policy }
}
