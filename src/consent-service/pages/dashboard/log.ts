/** `/dashboard/log`: every entry, newest first. */

import { type Html, html } from '../../../http/html.ts'
import { inForce } from '../../policy.ts'
import type { LogEntry, LogQuery, LogRecord, Site } from '../../store/port.ts'
import { isVisitorId } from '../../uuid.ts'
import { type HistoryContext, underVersion, whatHappened, whereOf } from '../history.ts'
import { moment } from '../text.ts'
import type { DeskHandler } from './desk.ts'
import { deskPage } from './look.ts'
import { address, queryOf } from './query.ts'

/** Entries on one page. */
const PAGE = 25

export const log: DeskHandler = async (desk, exchange) => {
  const { store } = desk.service
  const query = queryOf(exchange)
  const asked = {
    site: query.get('site') ?? '',
    visitor: (query.get('visitor') ?? '').trim().toLowerCase(),
  }
  const before = Number(query.get('before') ?? '')
  const [sites, policies] = await Promise.all([store.sites(), store.policies()])
  const known = asked.visitor === '' || isVisitorId(asked.visitor)
  const filter: LogQuery = {
    limit: PAGE + 1,
    ...(Number.isSafeInteger(before) && before > 0 && { beforeSeq: before }),
    ...(sites.some(({ id }) => id === asked.site) && { site: asked.site }),
    ...(asked.visitor !== '' && { visitor: asked.visitor }),
  }
  const entries = known ? await store.log(filter) : []
  const context = { sites, categories: inForce(policies).categories }
  return deskPage(desk, exchange, {
    title: 'Log',
    section: '/dashboard/log',
    body: html`<div class="head"><h1>Log</h1>
<p class="lead">Every choice, version of the policy and deletion, in the order in which it happened. Nothing in it can be changed without the chain showing it.</p></div>
${filterForm(sites, asked, known)}
${entries.length === 0 ? empty(asked) : logTable(entries.slice(0, PAGE), context)}
${pager(entries, asked, filter.beforeSeq !== undefined)}`,
  })
}

type Asked = Readonly<Record<'site' | 'visitor', string>>

function filterForm(sites: readonly Site[], asked: Asked, known: boolean): Html {
  const wrong =
    !known &&
    html`<p class="wrong" id="visitor-wrong">This is no visitor’s number: it has 36 characters.</p>`
  return html`<form method="get" action="/dashboard/log" class="filter">
<div class="field"><label for="site">Site</label><select id="site" name="site"><option value="">All</option>${sites.map(({ id, origin }) => html`<option value="${id}"${id === asked.site && html` selected`}>${origin}</option>`)}</select></div>
<div class="field"><label for="visitor">Visitor</label><input id="visitor" name="visitor" value="${asked.visitor}" placeholder="the number of a visitor" spellcheck="false" autocomplete="off"${wrong && html` aria-invalid="true" aria-describedby="visitor-wrong"`}>${wrong}</div>
<div class="actions inline"><button>Show</button>${(asked.site || asked.visitor) && html`<a class="button" href="/dashboard/log">All entries</a>`}</div></form>`
}

function logTable(entries: readonly LogEntry[], context: HistoryContext): Html {
  return html`<div class="table" role="region" aria-label="Log" tabindex="0"><table class="cards log">
<caption class="hidden">Entries of the log, newest first</caption>
<thead><tr><th scope="col" class="number">No.</th><th scope="col">When</th><th scope="col">What</th><th scope="col">Visitor</th><th scope="col">Where</th><th scope="col">Policy</th><th scope="col">Hash</th></tr></thead>
<tbody>${entries.map((entry) => row(entry, context))}</tbody></table></div>`
}

function row({ seq, at, hash, record }: LogEntry, context: HistoryContext): Html {
  const told =
    record === undefined
      ? html`<td class="what forgotten" data-label="What"><span>Forgotten</span></td><td data-label="Visitor"><span>–</span></td><td data-label="Where"><span>–</span></td><td data-label="Policy"><span>–</span></td>`
      : html`<td class="what" data-label="What"><div>${inShort(record, context)}</div></td><td data-label="Visitor"><span>${visitorLink(record.visitor)}</span></td><td class="long" data-label="Where"><span>${whereOf(record, context.sites)}</span></td><td data-label="Policy"><span>${underVersion(record)}</span></td>`
  return html`<tr><td class="number" data-label="No.">${seq}</td><td class="when" data-label="When"><span>${moment(at)}</span></td>${told}<td data-label="Hash"><code title="${hash}">${hash.slice(0, 10)}…</code></td></tr>`
}

/** All or nothing needs no list, where the act says it of every category. */
function inShort(record: LogRecord, { categories }: HistoryContext): Html {
  const { act, choices = {}, ...rest } = record
  const isGranted = act === 'accept_all'
  const says = isGranted || act === 'reject_all'
  const whole = says && Object.values(choices).every((granted) => granted === isGranted)
  return whole ? whatHappened({ ...rest, act }, categories) : whatHappened(record, categories)
}

function visitorLink(visitor: string | undefined): Html {
  if (visitor === undefined) return html`–`
  return html`<a href="${address('/dashboard/visitor', { id: visitor })}" title="${visitor}"><code>${visitor.slice(0, 8)}…</code></a>`
}

function pager(entries: readonly LogEntry[], asked: Asked, later: boolean): Html | undefined {
  const last = entries[PAGE - 1]
  const more = entries.length > PAGE && last !== undefined
  if (!more && !later) return undefined
  return html`<nav class="pager" aria-label="Pages">${later ? html`<a class="button" href="${address('/dashboard/log', asked)}">Newest</a>` : html`<span></span>`}${more && html`<a class="button" href="${address('/dashboard/log', { ...asked, before: String(last.seq) })}">Older</a>`}</nav>`
}

function empty({ site, visitor }: Asked): Html {
  return site !== '' || visitor !== ''
    ? html`<div class="empty"><h2>No such entries</h2><p>Nothing in the log fits. What was forgotten has no site and no visitor any more, and is only found among all entries.</p></div>`
    : html`<div class="empty"><h2>The log is empty</h2><p>The first choice on a site makes the first entry. On the command line it is checked with</p><code class="command">hallpass consent verify</code></div>`
}
