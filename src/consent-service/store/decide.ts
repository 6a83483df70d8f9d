/** What a change comes to. Both databases do what is decided here. */
import type { Choices } from '../../consent/wire/categories.ts'
import { canonicalJson } from '../log/canonical.ts'
import type { Change, LogRecord } from './port.ts'
import { actNumber, knows, toChoices, type VisitorRow } from './row.ts'

/** Nothing is recorded; the visitor stays as they are, or is not known there. */
export type Decision =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'kept' }
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
 * @param row - The visitor; undefined when there is none.
 */
export function decide(change: Change, row: VisitorRow | undefined): Decision {
  if (row === undefined) return { kind: 'unknown' }
  if (change.site !== undefined && !knows(row.sites, change.site)) return { kind: 'unknown' }
  if (isOld(change, row)) return { kind: 'kept' }

  const choices = choicesOf(change, row)
  const record: LogRecord = {
    kind: 'consent',
    visitor: change.visitor,
    ...(change.site === undefined ? {} : { site: change.site }),
    ...(choices === undefined ? {} : { choices }),
    act: change.act,
    policy: change.policy,
    policyShown: change.policyShown,
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
