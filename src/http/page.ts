/** hallpass's own pages: self-contained HTML without a script, under a strict policy. */
import { createHash } from 'node:crypto'
import type { HeaderList, Reply } from './exchange.ts'
import { STYLE } from './page-style.ts'

/** A link of a page. */
export interface PageLink {
  /** A path, or an http(s) URL; a link with any other scheme is left out. */
  readonly href: string
  readonly label: string
}

/** What a page says. All of it is text: it is escaped, never read as HTML. */
export interface PageContent {
  readonly status: number
  readonly title: string
  readonly paragraphs: readonly string[]
  /** The error code, shown small for whoever helps the visitor. */
  readonly code?: string
  /** What happened in the words of a developer, shown beside the code. */
  readonly detail?: string
  /** The page that explains the code, linked beside it. */
  readonly docs?: string
  /** Where to go from here; without a form the first one is the main action. */
  readonly links?: readonly PageLink[]
  /** A button that posts; it is the main action. */
  readonly form?: {
    readonly action: string
    readonly label: string
    readonly hidden?: Readonly<Record<string, string>>
  }
  readonly headers?: HeaderList
}

const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64')
const POLICY = `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; base-uri 'none'; frame-ancestors 'none'`

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text made safe for HTML, also inside a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '')
}

/**
 * A page as an answer: `Cache-Control: no-store`, no referrer, no framing, and a Content Security
 * Policy that allows nothing but the page's own style. A page without a form forbids every form;
 * one with a form sets no `form-action`, since browsers apply that to the redirects after it too,
 * and a logout goes on to the provider.
 *
 * @example
 * page({ status: 200, title: 'Signed out', paragraphs: ['See you soon.'] })
 */
export function page(content: PageContent): Reply {
  return {
    status: content.status,
    headers: [
      ['content-type', 'text/html; charset=utf-8'],
      ['cache-control', 'no-store'],
      ['content-security-policy', content.form ? POLICY : `${POLICY}; form-action 'none'`],
      ['referrer-policy', 'no-referrer'],
      ['x-content-type-options', 'nosniff'],
      ...(content.headers ?? []),
    ],
    body: html(content),
  }
}

function html(content: PageContent): string {
  const title = escapeHtml(content.title)
  const paragraphs = content.paragraphs.map((text) => `<p>${escapeHtml(text)}</p>\n`).join('')
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${title}</h1>
${paragraphs}${actions(content)}${footer(content)}</main>
</body>
</html>
`
}

function actions({ form, links = [] }: PageContent): string {
  const safe = links.filter((link) => isSafe(link.href))
  const anchors = safe.map(({ href, label }, i) => {
    const main = i === 0 && form === undefined ? ' class="main"' : ''
    return `<a${main} href="${escapeHtml(href)}">${escapeHtml(label)}</a>\n`
  })
  const button = form && isSafe(form.action) ? formHtml(form) : ''
  if (button === '' && anchors.length === 0) return ''
  return `<div class="actions">\n${button}${anchors.join('')}</div>\n`
}

function formHtml({ action, label, hidden = {} }: NonNullable<PageContent['form']>): string {
  const fields = Object.entries(hidden).map(
    ([name, value]) =>
      `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`,
  )
  return `<form method="post" action="${escapeHtml(action)}">${fields.join('')}<button type="submit">${escapeHtml(label)}</button></form>\n`
}

function footer({ code, detail, docs }: PageContent): string {
  const lines: string[] = []
  if (detail !== undefined) lines.push(`<p>${escapeHtml(detail)}</p>\n`)
  if (code !== undefined) {
    const name = `<span>Error code <code>${escapeHtml(code)}</code></span>`
    const help =
      docs !== undefined && isSafe(docs) ? ` <a href="${escapeHtml(docs)}">What this means</a>` : ''
    lines.push(`<p class="code">${name}${help}</p>\n`)
  }
  return lines.length === 0 ? '' : `<footer>\n${lines.join('')}</footer>\n`
}

/** Whether a link leads to a page: `javascript:` and its kin are left out. */
function isSafe(href: string): boolean {
  const protocol = URL.parse(href, 'https://relative.invalid/')?.protocol
  return protocol === 'https:' || protocol === 'http:'
}
