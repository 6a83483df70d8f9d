/** The frame of every page of the central service, and the answers that pages are. */
import type { HeaderList, Reply } from '../../http/exchange.ts'
import { type Html, type HtmlValue, html } from '../../http/html.ts'
import type { Flash } from './flash.ts'
import { STYLE_PATH } from './style/stylesheet.ts'

/** What a page is made of. */
export interface Page {
  readonly title: string
  readonly organisation: string
  /** What stands beside the name in the header: the navigation. */
  readonly top?: HtmlValue
  /** Pages for visitors are a column; the dashboard uses the width. */
  readonly look: 'column' | 'wide' | 'card'
  readonly flash?: Flash | undefined
  readonly body: HtmlValue
  readonly home: string
  readonly footer?: HtmlValue
  /** 200 unless told. */
  readonly status?: number
  readonly headers?: HeaderList
}

const POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "img-src 'self' data:",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ')

/** What every page and every answer to a form carries: it is one person's, and no cache's. */
export const PRIVATE_HEADERS: HeaderList = [
  ['cache-control', 'no-store'],
  ['content-security-policy', POLICY],
  ['x-content-type-options', 'nosniff'],
  ['referrer-policy', 'same-origin'],
  ['cross-origin-opener-policy', 'same-origin'],
]

const ICON =
  'data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22 viewBox=%220 0 32 32%22%3E%3Crect width=%2232%22 height=%2232%22 rx=%228%22 fill=%22%231b57c4%22/%3E%3Cpath d=%22m9 16.5 4.6 4.6L23 11.6%22 fill=%22none%22 stroke=%22white%22 stroke-width=%223.4%22 stroke-linecap=%22round%22 stroke-linejoin=%22round%22/%3E%3C/svg%3E'

const MARK = html`<svg class="mark" viewBox="0 0 32 32" aria-hidden="true"><rect width="32" height="32" rx="8"/><path d="m9 16.5 4.6 4.6L23 11.6"/></svg>`

/** A page as an answer. */
export function pageReply(page: Page): Reply {
  return {
    status: page.status ?? 200,
    headers: [
      ['content-type', 'text/html; charset=utf-8'],
      ...PRIVATE_HEADERS,
      ...(page.headers ?? []),
    ],
    body: documentOf(page).toString(),
  }
}

/** After a form: the browser goes on to a page, so that a reload sends nothing again. */
export function seeOther(path: string, headers: HeaderList = []): Reply {
  return { status: 303, headers: [['location', path], ...PRIVATE_HEADERS, ...headers] }
}

function documentOf(page: Page): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<title>${page.title} · ${page.organisation}</title>
<link rel="icon" href="${ICON}">
<link rel="stylesheet" href="${STYLE_PATH}">
</head>
<body class="${page.look}">
<a class="skip" href="#main">Skip to content</a>
<header class="top"><div class="bar">
<a class="brand" href="${page.home}">${MARK}<span>${page.organisation}</span></a>
${page.top}
</div></header>
<main id="main" tabindex="-1">
${page.flash && notice(page.flash.kind, page.flash.text)}
${page.body}
</main>
${page.footer && html`<footer class="foot"><div class="bar">${page.footer}</div></footer>`}
</body>
</html>
`
}

/** A message above the content; a bad one is read out at once. */
export function notice(kind: 'good' | 'bad' | 'plain', text: HtmlValue): Html {
  return html`<div class="notice ${kind}" role="${kind === 'bad' ? 'alert' : 'status'}"><p>${text}</p></div>`
}
