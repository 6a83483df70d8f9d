/** The newspaper's pages for its staff: the newsroom for editors, the desk for admins. */

import { type Html, html } from '../../http/html.ts'
import type { Account } from './accounts.ts'
import type { Article } from './news-data.ts'

/** Where editors change headlines and publish. */
export function newsroomPage(articles: readonly Article[]): Html {
  return html`<h1>Newsroom</h1><p class="lead">For editors. What you save is on the front page at once.</p>
<div class="desks">${articles.map(
    ({ slug, headline, standfirst, section, author, published }) => html`
<form class="panel edit" method="post" action="/newsroom" aria-label="${headline}"><input type="hidden" name="slug" value="${slug}">
<div class="state"><span class="status">${section} · ${author}</span>${published ? html`<span class="chip">published</span>` : html`<span class="chip draft">draft</span>`}</div>
<div class="field"><label for="h-${slug}">Headline</label><input id="h-${slug}" name="headline" value="${headline}" maxlength="120" required></div>
<div class="field"><label for="s-${slug}">Standfirst</label><textarea id="s-${slug}" name="standfirst" rows="3" maxlength="240" required>${standfirst}</textarea></div>
<div class="buttons"><button name="do" value="save">Save<span class="hidden">: ${headline}</span></button>
<button class="quiet" name="do" value="${published ? 'withdraw' : 'publish'}">${published ? 'Withdraw' : 'Save and publish'}<span class="hidden">: ${headline}</span></button></div></form>`,
  )}</div>`
}

/** Where admins see the staff and set the line across the top of the front page. */
export function deskPage(
  articles: readonly Article[],
  readersOf: (slug: string) => number,
  staff: readonly Account[],
  breaking: string | undefined,
): Html {
  return html`<h1>Admin desk</h1><p class="lead">For admins.</p>
<form class="panel" method="post" action="/desk"><label for="breaking">Breaking news</label>
<div class="inline"><input id="breaking" name="breaking" value="${breaking ?? ''}" maxlength="120" aria-describedby="hint"><button>Put it on the front page</button></div>
<p class="small muted gap" id="hint">Leave it empty to take the line off.</p></form>
<div class="split gap"><section aria-labelledby="numbers"><h2 id="numbers">Kept for later</h2><div class="table"><table><thead><tr><th scope="col">Article</th><th scope="col" class="number">Readers</th></tr></thead>
<tbody>${articles.map((article) => html`<tr><th scope="row">${article.headline}</th><td class="number">${article.published ? readersOf(article.slug) : 'draft'}</td></tr>`)}</tbody></table></div></section>
<section aria-labelledby="staff"><h2 id="staff">People</h2><div class="table"><table><thead><tr><th scope="col">Name</th><th scope="col">May</th></tr></thead>
<tbody>${staff.map((person) => html`<tr><th scope="row">${person.name}<br><span class="small muted">${person.email}</span></th><td>${may(person.groups)}</td></tr>`)}</tbody></table></div></section></div>`
}

function may(groups: readonly string[]): string {
  if (groups.includes('admin')) return 'edit and run the desk'
  return groups.includes('editor') ? 'edit' : 'read'
}
