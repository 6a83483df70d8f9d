/** What a change comes to. Both databases do what is decided here. */
import type { Choices } from '../../consent/wire/categories.ts'
import { canonicalJson } from '../log/canonical.ts'
import type { Change, LogRecord } from './port.ts'
import { actNumber, knows, siteNumber, toChoices, type VisitorRow } from './row.ts'

/** What is said again within this time of its entry gets no entry of its own, in milliseconds. */
const REPEAT_MS = 600_000

/** A visitor's newest entry in the log, as far as the next one may repeat it. */
export interface LastEntry {
  readonly at: number
  readonly received: number | null
  readonly what: number
  readonly policy: number
  readonly shown: number
  /** 0 or null for the service's own pages. */
  readonly site: number | null
}

/** Nothing is recorded; the visitor stays as they are, or is not known there. */
export type Decision =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'kept' }
  /** What was said a moment ago is said again: only the time of the visitor's choice moves. */
  | { readonly kind: 'repeated'; readonly row: VisitorRow }
  | {
      readonly kind: 'recorded'
      /** The visitor afterwards, but for the number of the entry. */
      readonly row: VisitorRow
      /** But for the site's origin. */
      readonly record: LogRecord
    }

/**
 * What a change comes to for a visitor.
 *
 * A change that says the same as the newest entry (choices, act, policy, site) within ten minutes of
 * it gets no entry: a lost answer or a second click must not fill the log. The visitor's
 * `updated_at` moves on all the same. It is what a late `sync` is compared with, and whoever says a
 * thing again means it against all that was said before: if it stayed, a choice made offline
 * between the two would arrive and overrule the newer one. The ten minutes are counted from the
 * entry, not from the last repeat, so that somebody who repeats forever is recorded again.
 *
 * @param row - The visitor; undefined when there is none.
 * @param last - The visitor's newest entry; undefined without any.
 */
export function decide(
  change: Change,
  row: VisitorRow | undefined,
  last?: LastEntry | undefined,
): Decision {
  if (row === undefined) return { kind: 'unknown' }
  if (change.site !== undefined && !knows(row.sites, change.site)) return { kind: 'unknown' }
  if (isOld(change, row)) return { kind: 'kept' }

  const choices = choicesOf(change, row)
  if (last !== undefined && choices !== undefined && isRepeat(change, choices, row, last)) {
    return { kind: 'repeated', row: { ...row, updated_at: Math.max(row.updated_at, change.at) } }
  }
  const { received } = change
  const record: LogRecord = {
    kind: 'consent',
    visitor: change.visitor,
    ...(change.site === undefined ? {} : { site: change.site }),
    ...(choices === undefined ? {} : { choices }),
    act: change.act,
    policy: change.policy,
    policyShown: change.policyShown,
    ...(received !== undefined && received !== change.at && { received }),
  }
  return { kind: 'recorded', row: changed(change, choices, row), record }
}

/** What is chosen, with the categories that the change does not speak of. */
function choicesOf({ choices, kept }: Change, row: VisitorRow): Choices | undefined {
  if (choices === undefined || kept === undefined) return choices
  const counts = row.choices !== null && row.policy >= kept.since
  const before: Choices = counts ? toChoices(row.choices) : {}
  const isGranted = (id: string) => Object.hasOwn(before, id) && before[id] === true
  return { ...Object.fromEntries(kept.ids.map((id) => [id, isGranted(id)])), ...choices }
}

/** A choice that was made no later than the stored one, or a signal that is recorded already. */
function isOld(change: Change, row: VisitorRow): boolean {
  if (change.act === 'gpc') return row.gpc > change.policy
  const isOfBefore = change.act === 'sync' || change.act === 'import'
  return isOfBefore && row.act !== 0 && change.at <= row.updated_at
}

function isRepeat(change: Change, choices: Choices, row: VisitorRow, last: LastEntry): boolean {
  return (
    last.what === actNumber(change.act) &&
    last.policy === change.policy &&
    last.shown === (change.policyShown ? 1 : 0) &&
    (last.site ?? 0) === (siteNumber(change.site ?? '') ?? 0) &&
    row.choices === canonicalJson(choices) &&
    Math.abs(countedAt(change) - countedAt({ ...change, ...last })) < REPEAT_MS
  )
}

type Timed = Pick<Change, 'act' | 'at'> & { readonly received?: number | null | undefined }

/** The time by whose day a change is counted; `Rate` says why. */
export function countedAt({ act, at, received }: Timed): number {
  return act === 'import' ? at : (received ?? at)
}

function changed(change: Change, choices: Choices | undefined, row: VisitorRow): VisitorRow {
  if (change.act === 'gpc') return { ...row, gpc: change.policy + 1 }
  if (choices === undefined) return row
  return {
    ...row,
    updated_at: change.at,
    policy: change.policy,
    act: actNumber(change.act),
    choices: canonicalJson(choices),
  }
}
