/** The newspaper's pages for its readers. */
import { type Html, html } from '../../http/html.ts'
import { LOGO, SCENE } from './news-art.ts'
import { WEBCAM } from './news-consent.ts'
import type { Article } from './news-data.ts'
import { type SiteLook, signInHref } from './site-page.ts'

export const NEWS_NAME = 'The Harbour Gazette'

/** The frame of the newspaper's pages. */
export const newsLook = (consent: string): SiteLook => ({
  consent,
  name: NEWS_NAME,
  brand: html`${LOGO} ${NEWS_NAME}`,
  nav: [
    { href: '/', label: 'Front page' },
    { href: '/reading-list', label: 'Reading list' },
    { href: '/newsroom', label: 'Newsroom', group: 'editor' },
    { href: '/desk', label: 'Admin desk', group: 'admin' },
  ],
  footer: html`<p>The Harbour Gazette, printed above the net loft since 1871</p><p>A demo of hallpass on Fastify. None of it is true.</p>`,
})

/** What stands on the front page when every article is withdrawn. */
const NOTHING_PRINTED: Html = html`<h1>No news today</h1><div class="empty"><p>Every article is withdrawn. An editor can publish one in the newsroom.</p><a class="button" href="/newsroom">To the newsroom</a></div>`

/** The front page. */
export function frontPage(articles: readonly Article[], breaking: string | undefined): Html {
  const [first, ...rest] = articles.filter(({ published }) => published)
  return html`${breaking !== undefined && html`<p class="breaking"><strong>Breaking</strong> <span>${breaking}</span></p>`}
${
  first === undefined
    ? NOTHING_PRINTED
    : html`<div class="front"><article class="first"><a href="/articles/${first.slug}" tabindex="-1" aria-hidden="true">${SCENE}</a>
<p class="section">${first.section}</p><h1><a class="headline" href="/articles/${first.slug}">${first.headline}</a></h1>
<p class="standfirst">${first.standfirst}</p><p class="byline">By ${first.author}</p></article>
<div class="rest">${rest.map(
        (article) => html`<article><p class="section">${article.section}</p>
<h2><a class="headline" href="/articles/${article.slug}">${article.headline}</a></h2><p>${article.standfirst}</p><p class="byline">By ${article.author}</p></article>`,
      )}</div></div>`
}
${WEBCAM}`
}

/** An article. `kept` says whether it is on the reader's list; undefined when signed out. */
export function articlePage(article: Article, kept: boolean | undefined): Html {
  return html`<article class="story"><p class="section">${article.section}</p><h1>${article.headline}</h1>
<p class="standfirst">${article.standfirst}</p>
<div class="meta"><p class="byline">By ${article.author}</p>${
    kept === undefined
      ? html`<a class="button quiet" href="${signInHref(`/articles/${article.slug}`)}">Sign in to keep it for later</a>`
      : keepForm(article, kept, `/articles/${article.slug}`)
  }</div>
<div class="text">${article.paragraphs.map((paragraph) => html`<p>${paragraph}</p>`)}</div></article>`
}

/** What the reader keeps. */
export function readingListPage(articles: readonly Article[]): Html {
  if (articles.length === 0) {
    return html`<h1>My reading list</h1><div class="empty"><p>Nothing kept yet. Open an article and keep it for later.</p><a class="button" href="/">To the front page</a></div>`
  }
  return html`<h1>My reading list</h1><ul class="list">${articles.map(
    (article) => html`<li><div class="what"><p class="section">${article.section}</p>
<h2><a class="headline" href="/articles/${article.slug}">${article.headline}</a></h2><p class="byline">By ${article.author}</p></div>
${keepForm(article, true, '/reading-list')}</li>`,
  )}</ul>`
}

function keepForm(article: Article, kept: boolean, from: '/reading-list' | string): Html {
  return html`<form method="post" action="/reading-list"><input type="hidden" name="from" value="${from === '/reading-list' ? 'list' : 'article'}">
<input type="hidden" name="slug" value="${article.slug}"><button class="${kept ? 'quiet' : ''}" name="keep" value="${kept ? 'no' : 'yes'}">${kept ? 'Take off my list' : 'Keep it for later'}<span class="hidden">: ${article.headline}</span></button></form>`
}
