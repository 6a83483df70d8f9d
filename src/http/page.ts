/** hallpass's own pages: self-contained HTML without a script, under a strict policy. */
import { createHash } from 'node:crypto'
import type { Reply } from './exchange.ts'
import type { PageContent } from './page-content.ts'
import { pageHtml } from './page-html.ts'
import type { Look } from './page-look.ts'
import { STYLE } from './page-style.ts'

export type { PageContent, PageLink } from './page-content.ts'
export { escapeHtml } from './page-html.ts'

const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64')

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
      ['content-security-policy', policy(content)],
      ['referrer-policy', 'no-referrer'],
      ['x-content-type-options', 'nosniff'],
      ...(content.headers ?? []),
    ],
    body: pageHtml(content),
    page: content,
  }
}

/**
 * A page in the looks of a service; every other answer as it is, and so is one with a body that is
 * not hallpass's any more.
 */
export function dressed(reply: Reply, look: Look | undefined): Reply {
  const { page: content, ...answer } = reply
  if (content === undefined) return reply
  if (look === undefined || reply.body !== pageHtml(content)) return answer
  const plain = policy(content)
  return {
    ...answer,
    headers: answer.headers.map(([name, value]) =>
      value === plain ? ([name, policy(content, look)] as const) : ([name, value] as const),
    ),
    body: pageHtml(content, look),
  }
}

function policy({ form }: PageContent, look?: Look): string {
  return [
    "default-src 'none'",
    `style-src 'sha256-${STYLE_HASH}'${look ? ` ${look.styleSource}` : ''}`,
    ...(look?.imageSource === undefined ? [] : [`img-src ${look.imageSource}`]),
    "base-uri 'none'",
    "frame-ancestors 'none'",
    ...(form ? [] : ["form-action 'none'"]),
  ].join('; ')
}
