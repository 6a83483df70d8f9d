/** What `/choices` shows. */

import { type Html, html } from '../../../http/html.ts'
import { type InForce, standing } from '../../policy.ts'
import type { Service } from '../../service.ts'
import type { Known, LogEntry, Site } from '../../store/port.ts'
import { notice } from '../frame.ts'
import { historyTable, whereOf } from '../history.ts'
import { paragraphs } from '../paragraphs.ts'
import { day, moment } from '../text.ts'
import { choiceForm } from './choice-form.ts'

/** All that is known of a visitor. */
export interface ChoicesView {
  readonly known: Known
  readonly policy: InForce
  readonly sites: readonly Site[]
  readonly siteIds: readonly string[]
  readonly entries: readonly LogEntry[]
  /** Whether there are older entries than these. */
  readonly more: boolean
  /** Whether the browser sends the Global Privacy Control signal. */
  readonly signal: boolean
  readonly now: number
}

export function choicesView(service: Service, view: ChoicesView): Html {
  return html`<div class="head"><h1>Your choices</h1>
<p class="lead">What the sites of ${service.organisation} may use. One choice, and it holds on all of them.</p></div>
${view.signal && signalNote(view)}
<div class="panel">${standingNote(view)}${choiceForm(service, view)}</div>
${policySection(view)}
${sitesSection(view)}
${historySection(view)}
${dataSection(view)}`
}

function signalNote({ known, policy }: ChoicesView): Html {
  const chosen = standing(known.choice, policy) !== undefined
  return notice(
    'plain',
    html`<strong>Your browser sends the Global Privacy Control signal.</strong> ${
      chosen
        ? 'What you chose yourself goes before it.'
        : 'As long as you choose nothing else, only the essential is allowed.'
    }`,
  )
}

function standingNote({ known: { choice }, policy, entries, sites }: ChoicesView): Html {
  if (choice === undefined) {
    return html`<div class="standing"><span class="chip plain">No choice yet</span><p>You have not chosen. Until you do, only the essential is allowed.</p></div>`
  }
  const made = entries.find(({ at, record }) => at === choice.updatedAt && record?.choices)?.record
  const where = made && html` · ${whereOf(made, sites)}`
  const version = choice.policy > 0 && html` · version ${choice.policy} of the policy`
  const when = html`Since ${moment(choice.updatedAt)}${version}${where}`
  if (standing(choice, policy) === undefined) {
    return html`<div class="standing"><span class="chip bad">To be asked again</span><p>${when}<br><span class="soft">The policy has changed in substance since then. Until you choose again, only the essential is allowed.</span></p></div>`
  }
  return html`<div class="standing"><span class="chip good">In force</span><p>${when}</p></div>`
}

function policySection({ policy }: ChoicesView): Html | undefined {
  const newest = policy.policies.at(-1)
  return (
    newest &&
    html`<section><h2>The policy</h2>
<div class="panel"><details${newest.text.length < 1500 && html` open`}><summary>Version ${newest.version}, since ${day(newest.createdAt)}</summary><div class="text">${paragraphs(newest.text)}</div></details></div></section>`
  )
}

function sitesSection({ siteIds, sites }: ChoicesView): Html {
  const items = siteIds.map((id) => {
    const site = sites.find((one) => one.id === id)
    return site === undefined
      ? html`<li class="soft">A site that is no longer here</li>`
      : html`<li><a href="${site.origin}" rel="noreferrer">${site.origin}</a></li>`
  })
  return html`<section><h2>Where you are known</h2>
<p class="soft">These sites ask here for your choice. Each of them gets only that, and a number that stands for this browser.</p>
<div class="panel">${items.length > 0 ? html`<ul class="sites">${items}</ul>` : html`<p class="soft">On no site at the moment.</p>`}</div></section>`
}

function historySection({ entries, more, sites, policy }: ChoicesView): Html {
  const categories = policy.categories
  return html`<section><h2>What you chose, and when</h2>
${
  entries.length === 0
    ? html`<p class="soft">Nothing has been recorded yet.</p>`
    : historyTable(entries, { sites, categories })
}
${more && html`<p class="hint">The newest ${entries.length} are shown; the download has all of them.</p>`}</section>`
}

function dataSection({ known }: ChoicesView): Html {
  return html`<section><h2>Your data</h2>
<div class="two">
<div class="panel"><h3>Download</h3><p class="soft">All that is kept of you here, with the proof of each choice, as a JSON file.</p>
<div class="actions"><a class="button" href="/choices/receipt" download>Download</a></div></div>
<div class="panel"><h3>Forget me</h3><p class="soft">Your choice and its history are erased, and the sites ask again.</p>
<div class="actions"><a class="button danger" href="/choices/forget">Forget me…</a></div></div>
</div>
<p class="hint">This browser is known as <code>${known.visitor}</code>, since ${day(known.since)}. Name this number when you write to us about your data.</p></section>`
}
