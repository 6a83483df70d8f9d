/** What the script and the site say to each other, so that a choice holds on all sites. */
import { FRESHNESS_COOKIE, OFFLINE_COOKIE } from '../wire/cookies.ts'
import { isoTimestamp } from '../wire/timestamp.ts'
import type { Said } from './api.ts'
import { readCookies, writeCookie } from './cookies.ts'

/** Milliseconds that the site may take before the visitor is asked without its answer. */
export const PATIENCE = 3000

/** What the site says when a page begins. */
export interface SiteAnswer {
  readonly action?: string
  readonly redirect_url?: string
  readonly consent?: string
  readonly cookies_freshness_ts?: string
  readonly policy?: number
}

/**
 * Keeps what the site answered. A site of ours sent it as a cookie too: that one stays, as Safari
 * forgets after a week what a script has written.
 */
export function keep(name: string, value: string, days: number): void {
  if (!readCookies(name).includes(value)) writeCookie(name, value, days)
}

/** How a choice came to be; see `act` of the wire. */
export type Act = 'accept_all' | 'reject_all' | 'saved'

let policy: number | undefined
let newest = 0

/** Asks the site; an empty answer when it has none in time. */
export async function askSite(): Promise<SiteAnswer> {
  try {
    const answered = await fetch('/_cookies/init', {
      cache: 'no-store',
      signal: AbortSignal.timeout(PATIENCE),
    })
    if (answered.ok) {
      const answer: SiteAnswer = await answered.json()
      policy = answer.policy
      return answer
    }
  } catch {
    // No answer.
  }
  return {}
}

/**
 * Tells the site. The choice counts as made offline until the site has it, so that it is synced
 * from the next page also when this one is left before the answer is here.
 */
export async function tellSite(
  consent: string,
  categories: Said,
  act: Act,
  days: number,
): Promise<void> {
  const turn = ++newest
  writeCookie(OFFLINE_COOKIE, 'true', days)
  writeCookie(FRESHNESS_COOKIE, isoTimestamp(Date.now()), days)
  try {
    const answered = await fetch('/_cookies/set-preferences', {
      method: 'POST',
      keepalive: true,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ preferences: { consent, categories }, act, policy }),
    })
    const { cookies_freshness_ts: at } = await answered.json()
    // An answer to a choice that was changed since says nothing about the change.
    if (!answered.ok || !at || turn !== newest) return
    keep(FRESHNESS_COOKIE, at, days)
    writeCookie(OFFLINE_COOKIE, '', 0)
  } catch {
    // Still offline: the next page tries again.
  }
}
