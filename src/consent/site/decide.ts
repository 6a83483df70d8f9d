/**
 * What a page is told when it begins, decided from cookies and from what the service answered.
 * Nothing here asks anybody.
 */
import { type Category, type Choices, choicesOf } from '../wire/categories.ts'
import type { WireConsent } from '../wire/values.ts'
import type { Kept } from './choice-cookies.ts'
import { instantOf, isUnchangedSince } from './time.ts'

/** After how many seconds a choice is asked for again. */
const STALE_AFTER = 86_400
/** Seconds by which the service's clock may be ahead of this one. */
const SKEW = 300

/** What the service has of a visitor. */
export interface Remote {
  readonly consent: WireConsent
  /** Undefined from services that know the classic words alone. */
  readonly categories: Choices | undefined
  /** As the service wrote it; undefined where nothing was ever chosen. */
  readonly updatedAt: string | undefined
  /** The version of the policy in force. */
  readonly policy: number | undefined
}

/** Who asks, and what their cookies say. */
export interface Asker {
  readonly known: boolean
  readonly kept: Kept
}

/**
 * The first step: `redirect` a visitor whom the site does not know to the service, `ask` the
 * service about one whom it knows, or leave the browser alone.
 *
 * @param now - Seconds since the epoch.
 */
export function firstStep(asker: Asker, now: number): 'redirect' | 'ask' | 'none' {
  const { known, kept } = asker
  if (!known) return 'redirect'
  if (kept.offline && kept.choices !== undefined) return 'ask'
  return kept.answered && isFresh(kept.freshness, now) ? 'none' : 'ask'
}

function isFresh(freshness: string | undefined, now: number): boolean {
  const at = instantOf(freshness)
  if (at === undefined) return false
  const age = now - at / 1_000_000
  return age <= STALE_AFTER && age >= -SKEW
}

/** The second step: the service's choice counts, or the browser's is sent there. */
export type Outcome =
  | { readonly kind: 'take' }
  /** `chosenAt`: the time before which it was not made, as text; undefined where none is known. */
  | {
      readonly kind: 'send'
      readonly choices: Choices
      readonly chosenAt: string | undefined
      /** It was made while the service was down; else: before there was a shared choice. */
      readonly offline: boolean
    }

const TAKE: Outcome = { kind: 'take' }

/**
 * Which of two choices counts: that of the service, unless the browser's was made while the
 * service was down and nothing newer is there. Where the browser does not say when it was last in
 * step, the two cannot be ordered: what either of them refuses is refused.
 *
 * A choice that an older part made, before the visitor was known to our service, is sent there, so
 * that nobody is asked again.
 */
export function settle(
  kept: Kept,
  remote: Remote,
  categories: readonly Category[],
  service: { readonly ours: boolean },
): Outcome {
  const { choices, offline } = kept
  if (choices === undefined) return TAKE
  const chosenAt = instantOf(kept.freshness) === undefined ? undefined : kept.freshness
  if (!offline) {
    const older = service.ours && !kept.ours && chosenAt !== undefined
    const never = remote.consent === 'unset' && remote.updatedAt === undefined
    return older && never ? { kind: 'send', choices, chosenAt, offline } : TAKE
  }
  if (remote.updatedAt === undefined) return { kind: 'send', choices, chosenAt, offline }
  if (chosenAt !== undefined) {
    return isUnchangedSince(remote.updatedAt, chosenAt)
      ? { kind: 'send', choices, chosenAt, offline }
      : TAKE
  }
  const theirs = remoteChoices(remote, categories)
  if (theirs === undefined) return { kind: 'send', choices, chosenAt, offline }
  const both = Object.fromEntries(
    Object.entries(choices).map(([id, granted]) => [id, granted && theirs[id] === true]),
  )
  return Object.entries(both).every(([id, granted]) => granted === theirs[id])
    ? TAKE
    : { kind: 'send', choices: both, chosenAt, offline }
}

/** The service's choice by the categories of this site; undefined where none was made. */
export function remoteChoices(
  remote: Pick<Remote, 'consent' | 'categories'>,
  categories: readonly Category[],
): Choices | undefined {
  if (remote.consent === 'unset') return undefined
  const word = choicesOf(remote.consent, categories)
  const finer = remote.categories
  if (finer === undefined) return word
  return Object.fromEntries(
    Object.entries(word).map(([id, granted]) => [
      id,
      Object.hasOwn(finer, id) ? finer[id] === true : granted,
    ]),
  )
}
