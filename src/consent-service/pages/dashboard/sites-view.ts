/** What the page of the sites shows. */

import { type Html, html } from '../../../http/html.ts'
import { counted } from '../../counted.ts'
import { CALLBACK } from '../../site-address.ts'
import type { Site, SiteKey } from '../../store/port.ts'
import type { Flash } from '../flash.ts'
import { formToken } from '../form.ts'
import { broken, day, moment, span } from '../text.ts'
import type { Desk } from './desk.ts'
import type { NewSite } from './new-site.ts'

interface SitesView {
  readonly sites: readonly { readonly site: Site; readonly keys: readonly SiteKey[] }[]
  readonly now: number
  /** A key that was just made: this is the only time that it is shown. */
  readonly newKey: Flash['key']
  /** What was asked for and could not be done. */
  readonly refused: NewSite | undefined
}

export function sitesView(desk: Desk, { sites, now, newKey, refused }: SitesView): Html {
  return html`<div class="head row"><div><h1>Sites</h1>
<p class="lead">The sites that share one choice. Each asks here with an API key of its own, which is kept as a hash and shown once.</p></div>
${sites.length > 2 && html`<a class="button main" href="#add">Add a site</a>`}</div>
${newKey && keyPanel(newKey)}
${
  sites.length === 0
    ? html`<div class="empty"><h2>No site yet</h2><p>Add the first one below, or on the command line:</p><code class="command">hallpass consent site add https://shop.example</code></div>`
    : html`<div class="grid">${sites.map(({ site, keys }) => sitePanel(desk, site, keys, now))}</div>`
}
<section><h2 id="add">Add a site</h2>${addForm(desk, refused)}</section>`
}

function keyPanel({ origin, value }: NonNullable<Flash['key']>): Html {
  return html`<div class="notice good" role="status"><p><strong>The new API key of ${origin}</strong></p>
<code class="secret" translate="no">${value}</code>
<p>Copy it now: it is shown this once, and nobody can look it up later. The site takes it as its <code>apiKey</code>, or in <code>COOKIE_SERVICE_API_KEY</code>.</p></div>`
}

/** Keys that ended longer ago are not shown, in milliseconds. */
const ENDED_SHOWN = 30 * 86_400_000

function sitePanel(desk: Desk, site: Site, keys: readonly SiteKey[], now: number): Html {
  const heading = `site-${site.id}`
  return html`<article class="panel" aria-labelledby="${heading}">
<div class="panel-head"><h2 id="${heading}"><a href="${site.origin}" rel="noreferrer">${broken(site.origin)}</a></h2>
<a class="button small danger" href="/dashboard/sites/remove?${new URLSearchParams({ id: site.id }).toString()}" aria-label="Remove ${site.origin}…">Remove…</a></div>
<dl class="facts"><dt>Callback</dt><dd><code>${site.callback}</code></dd><dt>Registered</dt><dd>${day(site.createdAt)}</dd>
<dt>API keys</dt><dd><ul class="keys">${keys.filter(({ endsAt = now }) => endsAt > now - ENDED_SHOWN).map((key) => html`<li>${keyLine(key, now)}</li>`)}</ul></dd></dl>
${rotateForm(desk, site)}
</article>`
}

function keyLine({ id, createdAt, endsAt }: SiteKey, now: number): Html {
  const made = html`<span class="soft small">made ${day(createdAt)}, ${span(now - createdAt)} ago</span>`
  const name = html`Key ${id.slice(0, 8)}`
  if (endsAt === undefined) return html`${name} <span class="chip good">in use</span>${made}`
  if (endsAt <= now)
    return html`${name} <span class="chip plain">ended ${day(endsAt)}</span>${made}`
  return html`${name} <span class="chip">taken until ${moment(endsAt)}</span>${made}`
}

/** How long the keys before a new one are still taken, in seconds. */
export const GRACES = [
  { seconds: 0, name: 'end at once, within five seconds on other instances (the key leaked)' },
  { seconds: 3600, name: 'are taken for an hour' },
  { seconds: 86_400, name: 'are taken for a day' },
  { seconds: 604_800, name: 'are taken for a week' },
] as const

function rotateForm({ service, holder }: Desk, site: Site): Html {
  const field = `grace-${site.id}`
  return html`<form method="post" action="/dashboard/sites/rotate" class="rotate">${formToken(service, holder)}<input type="hidden" name="id" value="${site.id}">
<label for="${field}">Old keys</label>
<select id="${field}" name="grace">${GRACES.map(({ seconds, name }) => html`<option value="${seconds}"${seconds === 86_400 && html` selected`}>${name}</option>`)}</select>
<button class="small" aria-label="Make a new key for ${site.origin}">Make a new key</button></form>`
}

function addForm({ service, holder }: Desk, refused: NewSite | undefined): Html {
  const { origin = '', callback = CALLBACK, fault } = refused ?? {}
  const wrong = (field: 'origin' | 'callback') =>
    fault?.field === field &&
    html`<p class="wrong" id="${field}-wrong" role="alert">${fault.text}</p>`
  const marked = (field: 'origin' | 'callback') =>
    fault?.field === field && html` aria-invalid="true" aria-describedby="${field}-wrong" autofocus`
  return html`<form method="post" action="/dashboard/sites" class="panel">${formToken(service, holder)}
<div class="fields">
<div class="field"><label for="origin">Origin</label><input id="origin" name="origin" value="${origin}" placeholder="https://shop.example" inputmode="url" autocapitalize="off" spellcheck="false" required${marked('origin')}>${wrong('origin')}<p class="hint">Scheme and host, without a path.</p></div>
<div class="field"><label for="callback">Callback</label><input id="callback" name="callback" value="${callback}" autocapitalize="off" spellcheck="false"${marked('callback')}>${wrong('callback')}<p class="hint">Where the site takes visitors back. The default is right unless the site moved it.</p></div>
</div>
<button class="main">Add the site</button></form>`
}

/** The page that asks before a site is removed. */
export function removeView({ service, holder }: Desk, site: Site, keys: number): Html {
  return html`<div class="panel narrow"><h1>Remove ${broken(site.origin)}?</h1>
<p class="lead">Its ${counted(keys, 'key')} stop working at once, within five seconds on other instances of the service, and the site can no longer ask what its visitors chose. What was recorded there stays in the log.</p>
<form method="post" action="/dashboard/sites/remove">${formToken(service, holder)}<input type="hidden" name="id" value="${site.id}">
<div class="actions"><button class="danger">Remove the site</button><a class="button" href="/dashboard/sites">Keep it</a></div></form></div>`
}
