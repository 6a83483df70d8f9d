/**
 * `GET /_cookies/get-preferences` and `POST /_cookies/set-preferences`: what the visitor chose,
 * and a new choice. Both need the service: one that is known to be down is not asked, one that
 * does not answer within a second counts as down from then on. The answer is 503 then, and the
 * browser keeps the choice until it can be synced.
 */
import { HallpassError } from '../../errors.ts'
import type { Exchange, Reply } from '../../http/exchange.ts'
import { isSameOrigin } from '../../http/navigation.ts'
import { choicesOf, wireOf } from '../wire/categories.ts'
import { readKept } from './choice-cookies.ts'
import type { Sent } from './client.ts'
import type { Remote } from './decide.ts'
import { Budget, PATIENCE } from './limited.ts'
import { failure, json, unavailable } from './replies.ts'
import { readSentBody } from './sent-body.ts'
import { inStep, policyPart } from './settled.ts'
import type { ConsentSite } from './site.ts'

export async function getPreferencesRoute(site: ConsentSite, exchange: Exchange): Promise<Reply> {
  const visitor = site.auth.read(exchange)
  if (visitor === undefined) return failure(unknownVisitor())
  const budget = new Budget(PATIENCE)
  const { up } = await site.health.standing(budget.left)
  if (!up) return failure(unavailable())
  const remote = await site.client.preferences(visitor.uuid, budget.left)
  if (remote === undefined) return failure(unknownVisitor(), site.auth.clear())
  const { consent, categories, updatedAt = null, policy } = remote
  const preferences = { consent, ...(categories !== undefined && { categories }) }
  const body = { preferences, updated_at: updatedAt, ...policyPart(policy) }
  return json(body, visitor.stale ? site.auth.write(visitor.uuid) : [])
}

export async function setPreferencesRoute(site: ConsentSite, exchange: Exchange): Promise<Reply> {
  if (!isSameOrigin(exchange, site.urls.baseUrlFor(exchange))) {
    throw new HallpassError('cross_site_request', 'The choice was posted by another site')
  }
  const visitor = site.auth.read(exchange)
  if (visitor === undefined) return failure(unknownVisitor())
  const sent = await readSentBody(exchange, site.categories)
  const budget = new Budget(PATIENCE)
  const { up, ours } = await site.health.standing(budget.left)
  if (!up) return failure(unavailable())
  const isChoice = sent.act !== 'gpc'
  // A signal is no choice, and only our own service can tell the two apart.
  if (!isChoice && !ours) return json({ message: 'Preferences saved' })
  const whole = completed(site, exchange, sent)
  const body = ours ? sent : plain(site, whole)
  const saved = await site.client.save(visitor.uuid, body, budget.left)
  if (saved === undefined) return failure(unknownVisitor(), site.auth.clear())
  const { freshness, headers } = inStep(site, saved.inForce ?? remoteOf(site, whole))
  const renewed = visitor.stale ? site.auth.write(visitor.uuid) : []
  return json(
    {
      message: 'Preferences saved',
      cookies_freshness_ts: freshness,
      ...policyPart(saved.inForce?.policy),
    },
    [...(isChoice ? headers : []), ...renewed],
  )
}

/**
 * The banner names only what the visitor spoke of. Our service knows the rest; where it is another's,
 * the rest is what the browser's cookies say.
 */
function completed(site: ConsentSite, exchange: Exchange, sent: Sent): Sent {
  const { consent, categories } = sent.preferences
  if (categories === undefined) return sent
  const { choices } = readKept(exchange.header('cookie') ?? '', site.categories)
  return { ...sent, preferences: { consent, categories: { ...choices, ...categories } } }
}

/** As a service takes it that knows the words alone; it never grants more than was chosen. */
function plain(site: ConsentSite, { preferences }: Sent): Sent {
  const { consent, categories } = preferences
  return {
    preferences: {
      consent: categories === undefined ? consent : wireOf(categories, site.categories),
    },
  }
}

/** What was sent, where the service does not say what is in force now. */
function remoteOf(site: ConsentSite, { preferences }: Sent): Remote {
  const { consent, categories } = preferences
  const choices =
    categories ?? (consent === 'unset' ? undefined : choicesOf(consent, site.categories))
  const word = wireOf(choices, site.categories)
  return { consent: word, categories: choices, updatedAt: undefined, policy: undefined }
}

function unknownVisitor(): HallpassError {
  return new HallpassError('consent_unknown_visitor', 'The site does not know this visitor')
}
