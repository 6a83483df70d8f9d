/** Entries of the log as rows of a table. */
import type { Category } from '../../consent/wire/categories.ts'
import { type Html, html } from '../../http/html.ts'
import type { LogEntry, LogRecord, Site } from '../store/port.ts'
import { choiceList } from './categories.ts'
import { actName, broken, moment, siteName } from './text.ts'

/** What happened, as one reads it. */
export function whatHappened(record: LogRecord, categories: readonly Category[]): Html {
  if (record.kind === 'policy') return html`Policy version ${record.policy} published`
  if (record.kind === 'forget') return html`A visitor was forgotten`
  const { act, choices } = record
  const name = act === undefined ? 'Choice' : actName(act)
  return html`<strong>${name}</strong>${choices !== undefined && choiceList(choices, categories)}`
}

/** Under which version of the policy; and whether its page had shown that version. */
export function underVersion({ kind, policy, policyShown }: LogRecord): Html {
  if (kind !== 'consent' || policy === undefined) return html`–`
  if (policy === 0) return html`none yet`
  return html`version ${policy}${policyShown === false && html` <span class="soft small aside">(not shown)</span>`}`
}

/** On which site; its origin is in the record, also when the site is long gone. */
export function whereOf({ kind, site, origin }: LogRecord, sites: readonly Site[]): Html {
  return kind === 'consent' ? broken(origin ?? siteName(site, sites)) : html`–`
}

/** What a history is made with. */
export interface HistoryContext {
  readonly sites: readonly Site[]
  readonly categories: readonly Category[]
}

/** The changes of one visitor, newest first. */
export function historyTable(
  entries: readonly LogEntry[],
  { sites, categories }: HistoryContext,
): Html {
  return html`<div class="table" role="region" aria-label="History" tabindex="0"><table class="cards">
<caption class="hidden">Every change, newest first</caption>
<thead><tr><th scope="col">When</th><th scope="col">What</th><th scope="col">Where</th><th scope="col">Policy</th></tr></thead>
<tbody>${entries.flatMap(({ at, record }) =>
    record === undefined
      ? []
      : [
          html`<tr><td class="when" data-label="When"><span>${moment(at)}</span></td><td class="what" data-label="What"><div>${whatHappened(record, categories)}</div></td><td class="long" data-label="Where"><span>${whereOf(record, sites)}</span></td><td class="when" data-label="Policy"><span>${underVersion(record)}</span></td></tr>`,
        ],
  )}</tbody></table></div>`
}
