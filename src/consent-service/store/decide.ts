/** What a change comes to. Both databases do what is decided here. */
import { canonicalJson } from '../log/canonical.ts'
import type { Change, LogRecord } from './port.ts'
import { actNumber, knows, type VisitorRow } from './row.ts'

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

  const record: LogRecord = {
    kind: 'consent',
    visitor: change.visitor,
    ...(change.site === undefined ? {} : { site: change.site }),
    ...(change.choices === undefined ? {} : { choices: change.choices }),
    act: change.act,
    policy: change.policy,
    policyShown: change.policyShown,
  }
  return { kind: 'recorded', row: changed(change, row), record }
}

/** A choice that was made no later than the stored one, or a signal that is recorded already. */
function isOld(change: Change, row: VisitorRow): boolean {
  if (change.act === 'gpc') return row.gpc > change.policy
  const isOfBefore = change.act === 'sync' || change.act === 'import'
  return isOfBefore && row.act !== 0 && change.at <= row.updated_at
}

function changed(change: Change, row: VisitorRow): VisitorRow {
  if (change.act === 'gpc') return { ...row, gpc: change.policy + 1 }
  if (change.choices === undefined) return row
  return {
    ...row,
    updated_at: change.at,
    policy: change.policy,
    act: actNumber(change.act),
    choices: canonicalJson(change.choices),
  }
}
