/** What the page of the policy shows. */
import type { Category } from '../../../consent/wire/categories.ts'
import { type Html, html } from '../../../http/html.ts'
import type { Policy } from '../../store/port.ts'
import { wordsOf } from '../categories.ts'
import { paragraphs } from '../paragraphs.ts'
import { day, moment } from '../text.ts'

export function policyView(policies: readonly Policy[], shown: Policy | undefined): Html {
  return html`<div class="head row"><div><h1>Policy</h1>
<p class="lead">What visitors are asked to agree to. Each choice is recorded with the version that was in force.</p></div>
${shown && html`<a class="button main" href="/dashboard/policy/new">New version</a>`}</div>
${shown === undefined ? empty() : html`${versionPanel(shown, policies)}${versionsTable(policies, shown)}`}`
}

function empty(): Html {
  return html`<div class="empty"><h2>No policy yet</h2><p>Until there is one, sites ask about the classic categories, and choices are recorded without a version. Publish the text that your banner stands for:</p>
<code class="command">hallpass consent policy publish policy.txt --material</code>
<p class="actions center"><a class="button main" href="/dashboard/policy/new">Write the first version</a></p></div>`
}

function versionPanel(shown: Policy, policies: readonly Policy[]): Html {
  const current = shown === policies.at(-1)
  return html`<article class="panel" aria-labelledby="shown">
<div class="panel-head"><h2 id="shown">Version ${shown.version}</h2>${current ? html`<span class="chip good">in force</span>` : html`<a href="/dashboard/policy">To the version in force</a>`}</div>
<dl class="facts"><dt>Published</dt><dd>${moment(shown.createdAt)}</dd><dt>Change</dt><dd>${changeName(shown)}</dd><dt>SHA-256</dt><dd><code>${shown.sha256}</code></dd></dl>
<h3 class="apart">Text</h3><div class="text">${paragraphs(shown.text)}</div>
<h3 class="apart">Categories</h3>${categoryList(shown.categories)}
</article>`
}

function changeName({ material }: Policy): string {
  return material ? 'of substance: everybody was asked again' : 'of wording: choices went on'
}

/** The categories as visitors read them. */
export function categoryList(categories: readonly Category[]): Html {
  return html`<ul class="ask">${categories.map((category) => {
    const { title, description } = wordsOf(category)
    const marks = html`<code>${category.id}</code>${category.classic && html` <span class="chip plain">old clients: ${category.classic}</span>`}${category.always && html` <span class="chip plain">always on</span>`}`
    return html`<li><strong>${title}</strong> ${marks}<br><span class="soft">${description}</span></li>`
  })}</ul>`
}

function versionsTable(policies: readonly Policy[], shown: Policy): Html {
  const rows = policies.toReversed().map((policy) => {
    const mark = policy === shown && html` aria-current="true"`
    return html`<tr><th scope="row"><a href="/dashboard/policy?version=${policy.version}"${mark}>Version ${policy.version}</a></th><td class="when" data-label="Published"><span>${day(policy.createdAt)}</span></td><td data-label="Change"><span>${policy.material ? 'substance' : 'wording'}</span></td><td data-label="Categories"><span>${policy.categories.map(({ id }) => id).join(', ')}</span></td><td data-label="SHA-256"><code title="${policy.sha256}">${policy.sha256.slice(0, 10)}…</code></td></tr>`
  })
  return html`<section><h2>All versions</h2><div class="table" role="region" aria-label="All versions" tabindex="0"><table class="cards">
<caption class="hidden">All versions of the policy, newest first</caption>
<thead><tr><th scope="col">Version</th><th scope="col">Published</th><th scope="col">Change</th><th scope="col">Categories</th><th scope="col">SHA-256</th></tr></thead>
<tbody>${rows}</tbody></table></div></section>`
}
