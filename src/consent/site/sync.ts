/**
 * How a choice that only a browser has gets to the service.
 *
 * It is sent as made when it was made. The service may not take that: the time is before its
 * policy or too long ago, or a version of the policy of that time does not know every category
 * that the site has now. Then two things hold. What nobody agreed to is never granted: a choice
 * counts as made now only for what it refuses, and for what it grants only where the service has
 * that granted, too; else the visitor is asked again. And a refusal is never dropped: where the
 * service takes not even that, the browser keeps the choice, and tries again at the next page.
 */
import { HallpassError, isHallpassError } from '../../errors.ts'
import { type Category, type Choices, wireOf } from '../wire/categories.ts'
import type { Sent } from './client.ts'
import { type Remote, remoteChoices } from './decide.ts'
import type { Budget } from './limited.ts'
import type { ConsentSite } from './site.ts'
import { chosenAfter } from './time.ts'

/** A choice to send. */
export interface Unsent {
  readonly choices: Choices
  /** The time before which it was not made, as text; undefined where none is known. */
  readonly chosenAt: string | undefined
  /** Whether it speaks for every category; else for those that have a classic word. */
  readonly whole: boolean
  /** What the service has. */
  readonly remote: Remote
  /** Whether the service is ours: others take the word, and nothing else. */
  readonly ours: boolean
}

/** A body to try, and the choice that is in force once it is taken. */
export interface Attempt {
  readonly body: Sent
  readonly choices: Choices
}

/**
 * Sends it; what is in force then, `refused` for a choice that the service never takes, undefined
 * for a visitor whom it does not know.
 *
 * @throws `consent_unavailable` where the choice must be kept to be sent later
 */
export async function sync(
  site: ConsentSite,
  uuid: string,
  unsent: Unsent,
  budget: Budget,
): Promise<Remote | 'refused' | undefined> {
  const { categories, client, complaints, ports } = site
  for (const { body, choices } of attemptsOf(unsent, categories, ports.now())) {
    try {
      const saved = await client.save(uuid, body, budget.left)
      if (saved === undefined) return undefined
      const { consent } = body.preferences
      const { policy } = unsent.remote
      return saved.inForce ?? { consent, categories: choices, updatedAt: undefined, policy }
    } catch (error) {
      if (!isHallpassError(error) || error.code !== 'bad_request') throw error
      complaints.warn('a choice was not taken', { detail: error.message })
    }
  }
  if (!isOwed(unsent, categories)) return 'refused'
  throw new HallpassError('consent_unavailable', 'The consent service takes no refusal')
}

/**
 * What to try, in this order.
 *
 * @param now - Seconds since the epoch.
 */
export function attemptsOf(
  unsent: Unsent,
  categories: readonly Category[],
  now: number,
): readonly Attempt[] {
  const { choices, chosenAt, whole, remote, ours } = unsent
  const consent = wireOf(choices, categories)
  if (!ours) return [{ body: { preferences: { consent } }, choices }]
  const at = (time: string | undefined) =>
    ({ act: 'sync', chosen_at: chosenAfter(time, remote.updatedAt, now) }) as const
  const attempt = (preferences: Sent['preferences']): Attempt => ({
    body: { preferences, ...at(chosenAt) },
    choices,
  })
  return [
    ...(whole ? [attempt({ consent, categories: choices })] : []),
    ...(wordSaysIt(unsent, categories) ? [attempt({ consent })] : []),
    ...(isOwed(unsent, categories) ? [withdrawal(unsent, categories, at(undefined))] : []),
  ]
}

/** Of what the service has, all that the choice does not refuse: as made now. */
function withdrawal(
  unsent: Unsent,
  categories: readonly Category[],
  made: Pick<Sent, 'act' | 'chosen_at'>,
): Attempt {
  const { remote } = unsent
  const refused = refusedBy(unsent, categories)
  const without = (granted: Choices): Choices =>
    Object.fromEntries(Object.entries(granted).map(([id, is]) => [id, is && !refused.includes(id)]))
  const choices = without(remoteChoices(remote, categories) ?? {})
  const consent = wireOf(choices, categories)
  // All that it knows is named: a word alone would grant what others have of its kind.
  const known = remote.consent === 'unset' ? undefined : remote.categories
  const named = known === undefined ? {} : { categories: without(known) }
  return { body: { preferences: { consent, ...named }, ...made }, choices }
}

/** Whether the service would lose a refusal that it does not have. */
function isOwed(unsent: Unsent, categories: readonly Category[]): boolean {
  const refused = refusedBy(unsent, categories)
  const theirs = remoteChoices(unsent.remote, categories)
  return theirs === undefined ? refused.length > 0 : refused.some((id) => theirs[id] === true)
}

/** Whether the classic word leaves nothing granted that was refused. */
function wordSaysIt(unsent: Unsent, categories: readonly Category[]): boolean {
  const theirs = remoteChoices(unsent.remote, categories) ?? {}
  const kept = categories.filter((one) => one.classic === undefined).map(({ id }) => id)
  return !refusedBy(unsent, categories).some((id) => kept.includes(id) && theirs[id] === true)
}

function refusedBy({ choices, whole }: Unsent, categories: readonly Category[]): string[] {
  return categories
    .filter(({ id, classic }) => choices[id] === false && (whole || classic !== undefined))
    .map(({ id }) => id)
}
