/** What the pages about one visitor show. */

import { type Html, html } from '../../../http/html.ts'
import { type InForce, standing } from '../../policy.ts'
import type { Known, LogEntry, Site } from '../../store/port.ts'
import { choiceList } from '../categories.ts'
import { formToken } from '../form.ts'
import { historyTable } from '../history.ts'
import { actName, day, moment, siteName } from '../text.ts'
import type { Desk } from './desk.ts'
import { address } from './query.ts'

interface VisitorView {
  readonly known: Known
  readonly policy: InForce
  readonly sites: readonly Site[]
  readonly siteIds: readonly string[]
  readonly entries: readonly LogEntry[]
}

/** The form that looks for a visitor, with what came of it. */
export function searchView(id: string): Html {
  return html`<div class="head"><h1>Visitors</h1>
<p class="lead">A visitor is a number: no name or address is kept. Who writes to you about their data finds the number on their own page, <a href="/choices">Your choices</a>.</p></div>
<form method="get" action="/dashboard/visitor" class="panel search" role="search">
<div class="field"><label for="id">The visitor’s number</label><input id="id" name="id" value="${id}" placeholder="8f14e45f-ceea-467f-a9a4-2b3c1d0e5f6a" spellcheck="false" autocomplete="off" required${id !== '' && html` aria-invalid="true" aria-describedby="id-wrong" autofocus`}>
${id !== '' && html`<p class="wrong" id="id-wrong" role="alert">There is no such visitor, or everything about them was deleted.</p>`}</div>
<button class="main">Look</button></form>`
}

export function visitorView(view: VisitorView): Html {
  const { known, policy, sites, siteIds, entries } = view
  const query = { id: known.visitor }
  const origins = siteIds.map((id) => html`<li>${siteName(id, sites)}</li>`)
  return html`<div class="head"><p class="small"><a href="/dashboard/visitor">Visitors</a></p><h1>Visitor</h1><p class="lead"><code>${known.visitor}</code></p></div>
<div class="two">
<div class="panel"><h2>Choice</h2>${choiceFacts(view)}</div>
<div class="panel"><h2>Known on</h2>${origins.length > 0 ? html`<ul class="sites">${origins}</ul>` : html`<p class="soft">No site.</p>`}</div>
</div>
<section><h2>History</h2>${entries.length > 0 ? historyTable(entries, { sites, categories: policy.categories }) : html`<p class="soft">Nothing has been recorded yet.</p>`}</section>
<section><h2>Their data</h2><div class="actions"><a class="button" href="${address('/dashboard/visitor/receipt', query)}" download>Download the receipt</a><a class="button danger" href="${address('/dashboard/visitor/delete', query)}">Delete…</a></div></section>`
}

function choiceFacts({ known, policy }: VisitorView): Html {
  const { choice, since } = known
  const first = html`<dt>Known since</dt><dd>${day(since)}</dd>`
  if (choice === undefined) {
    return html`<dl class="facts">${first}<dt>Choice</dt><dd>none yet</dd></dl>`
  }
  const counts = standing(choice, policy) !== undefined
  return html`<dl class="facts">${first}<dt>Last choice</dt><dd>${moment(choice.updatedAt)}</dd><dt>By</dt><dd>${actName(choice.act)}</dd>
<dt>Agreed to</dt><dd>${choiceList(choice.choices, policy.categories)}</dd>
<dt>Policy</dt><dd>${choice.policy === 0 ? 'none yet' : html`version ${choice.policy}`} ${counts ? html`<span class="chip good">in force</span>` : html`<span class="chip bad">is asked again</span>`}</dd></dl>`
}

/** The page that asks before a visitor is deleted. */
export function deleteView({ service, holder }: Desk, id: string): Html {
  return html`<div class="panel narrow"><h1>Delete this visitor?</h1>
<p><code>${id}</code></p>
<p class="lead">Their choice, its history and the sites that know them are erased for good, and they are asked again. The log keeps a fingerprint of each entry, so the chain can still be checked.</p>
<form method="post" action="/dashboard/visitor/delete">${formToken(service, holder)}<input type="hidden" name="id" value="${id}">
<div class="actions"><button class="danger">Delete the visitor</button><a class="button" href="${address('/dashboard/visitor', { id })}">Keep them</a></div></form></div>`
}
