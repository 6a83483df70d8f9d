/**
 * `GET /_cookies/init`: what a page is told when it begins.
 *
 * The service is asked only about a visitor whom the site knows and whose choice is a day old, or
 * was made while the service was down. How long that takes: nothing is asked of a service that is
 * known to be down. Where nothing is known of it yet (just started), or where it is believed to be
 * up, all that is asked of it has one second together; when it is over the service counts as
 * down, so that the next answers are instant again.
 */

import { isHallpassError } from '../../errors.ts'
import { readCookies } from '../../http/cookies.ts'
import type { Exchange, HeaderList, MaybePromise, Reply } from '../../http/exchange.ts'
import { isPrefetch } from '../../http/navigation.ts'
import { wireOf } from '../wire/categories.ts'
import { ATTEMPTED_COOKIE } from '../wire/cookies.ts'
import { hasGpc } from '../wire/gpc.ts'
import { type Kept, readKept } from './choice-cookies.ts'
import { endOffline } from './cookies.ts'
import { firstStep, type Outcome, type Remote, settle } from './decide.ts'
import { Budget, PATIENCE } from './limited.ts'
import { failure, json, unavailable } from './replies.ts'
import { inStep, policyPart } from './settled.ts'
import type { ConsentSite } from './site.ts'
import type { Standing } from './standing.ts'
import { sync } from './sync.ts'

type Send = Extract<Outcome, { kind: 'send' }>

/** One question of a page. */
interface Question {
  readonly site: ConsentSite
  readonly exchange: Exchange
  readonly standing: Standing
  readonly kept: Kept
  readonly budget: Budget
}

export function initRoute(site: ConsentSite, exchange: Exchange): MaybePromise<Reply> {
  // A page that is loaded ahead starts nothing.
  if (isPrefetch(exchange)) return json({ action: 'none' })
  const budget = new Budget(PATIENCE)
  // Mostly known: the answer is then made at once.
  const standing = site.health.standing(budget.left)
  return standing instanceof Promise
    ? standing.then((found) => told(site, exchange, found, budget))
    : told(site, exchange, standing, budget)
}

function told(
  site: ConsentSite,
  exchange: Exchange,
  standing: Standing,
  budget: Budget,
): MaybePromise<Reply> {
  if (!standing.up) return failure(unavailable())
  const visitor = site.auth.read(exchange)
  const kept = readKept(exchange.header('cookie') ?? '', site.categories)
  const question = { site, exchange, standing, kept, budget }
  const step = firstStep({ known: visitor !== undefined, kept }, site.ports.now())
  if (step === 'redirect' || visitor === undefined) return toService(question, [])
  const renewed = visitor.stale ? site.auth.write(visitor.uuid) : []
  if (step === 'ask') return ask(question, visitor.uuid, renewed)
  if (hasGpc(exchange)) honourGpc(question, visitor.uuid, kept.choices !== undefined)
  return nothing(standing, renewed)
}

function toService({ site, exchange, standing }: Question, headers: HeaderList): Reply {
  // They were there a moment ago, or left for it and did not come back: it is gone, or refuses.
  const attempted = readCookies(exchange)[ATTEMPTED_COOKIE] !== undefined
  if (attempted || site.state.isOverdue(exchange) || isElsewhere(site, exchange)) {
    return nothing(standing, headers)
  }
  const bound = standing.ours ? site.state.begin(exchange) : undefined
  const body = {
    action: 'redirect',
    redirect_url: site.client.sessionUrl(bound?.state),
    ...policyPart(standing.policy),
  }
  return json(body, [...(bound?.headers ?? []), ...headers])
}

/** The service sends nobody back to a page of an address that is not the site's. */
function isElsewhere(site: ConsentSite, exchange: Exchange): boolean {
  const page = URL.parse(exchange.header('referer') ?? '')
  if (page === null) return false
  const own = new URL(site.urls.baseUrlFor(exchange)).origin
  if (page.origin === own) return false
  site.complaints.warn('consent is shared by pages of baseUrl alone; this one is elsewhere', {
    page: page.origin.slice(0, 200),
    baseUrl: own,
  })
  return true
}

function nothing({ policy }: Standing, headers: HeaderList): Reply {
  return json({ action: 'none', ...policyPart(policy) }, headers)
}

async function ask(question: Question, uuid: string, renewed: HeaderList): Promise<Reply> {
  const { site, kept, budget } = question
  const remote = await site.client.preferences(uuid, budget.left)
  // Somebody whom the service forgot begins anew.
  if (remote === undefined) return toService(question, site.auth.clear())
  const outcome = settle(kept, remote, site.categories, question.standing)
  if (outcome.kind === 'take') return take(question, uuid, remote, renewed)
  try {
    const sent = await send(question, uuid, remote, outcome)
    return sent === undefined
      ? toService(question, site.auth.clear())
      : { ...sent, headers: [...sent.headers, ...renewed] }
  } catch (error) {
    if (!isHallpassError(error)) throw error
    site.complaints.warn('a choice was not synced', { detail: error.message })
    // What the Flask extension answers; the browser keeps the choice, and tries again.
    return { ...failure(unavailable()), status: 502 }
  }
}

function take(question: Question, uuid: string, remote: Remote, renewed: HeaderList): Reply {
  const { site, standing, kept } = question
  const { freshness, headers } = inStep(site, remote)
  honourGpc(question, uuid, remote.consent !== 'unset')
  const body = {
    action: 'set_preferences',
    consent: remote.consent,
    cookies_freshness_ts: freshness,
    ...policyPart(remote.policy ?? standing.policy),
  }
  return json(body, [...headers, ...(kept.offline ? endOffline(site.scope) : []), ...renewed])
}

/** Undefined for a visitor whom the service forgot meanwhile. */
async function send(
  question: Question,
  uuid: string,
  remote: Remote,
  { choices, chosenAt, offline }: Send,
): Promise<Reply | undefined> {
  const { site, standing, kept, budget } = question
  const unsent = { choices, chosenAt, whole: kept.ours, remote, ours: standing.ours }
  const inForce = await sync(site, uuid, unsent, budget)
  if (inForce === undefined) return undefined
  if (inForce === 'refused') return take(question, uuid, remote, [])
  // Somebody changed it meanwhile, or the text has changed since: what is in force counts.
  if (inForce.consent !== wireOf(choices, site.categories) || !offline) {
    return take(question, uuid, inForce, [])
  }
  const { headers } = inStep(site, inForce)
  const policy = policyPart(inForce.policy ?? standing.policy)
  const body = { action: 'offline_preferences_synced', ...policy }
  return json(body, [...headers, ...endOffline(site.scope)])
}

/** A signal is honoured by denying, which is the default; that it was is told once. */
function honourGpc({ site, exchange, standing }: Question, uuid: string, chosen: boolean): void {
  if (standing.ours && !chosen && hasGpc(exchange)) site.gpc.report(uuid, standing.policy)
}
