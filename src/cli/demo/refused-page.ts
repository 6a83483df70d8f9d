/** The sites' own 403 page, in place of hallpass's: an app may answer a refusal itself. */

import { html } from '../../http/html.ts'
import type { Handlers, Visitor } from '../../index.ts'
import { type SiteLook, signInHref, siteHeaders, sitePage } from './site-page.ts'

/** A handler for `forbidden` that answers in the look of a site. */
export function refusedPage(
  lookFor: (visitor: Visitor | undefined) => SiteLook,
  provider: string,
): NonNullable<Handlers['forbidden']> {
  return ({ exchange, reply, visitor }) => {
    // A script gets the problem as it is.
    const isPage = reply.headers.some(([, value]) => value.startsWith('text/html'))
    if (!isPage) return reply
    const look = lookFor(visitor)
    const path = exchange.url.split('?', 1)[0]
    const group = look.nav.find(({ href }) => href === path)?.group
    const other = signInHref(exchange.url, { prompt: 'select_account' })
    const body = html`<h1>This page is not open to you</h1>
<div class="empty"><p>You are signed in, but your account is not in the group ${group && html`<strong>${group}</strong> `}that this page is for.</p>
<div class="actions center"><a class="button" href="${other}">Use another account</a>
<a class="button quiet" href="/">To the start page</a></div></div>`
    const page = { title: 'Not open to you', url: exchange.url, viewer: visitor, body }
    const headers = { 'content-type': 'text/html; charset=utf-8', ...siteHeaders(provider) }
    return { status: 403, headers: Object.entries(headers), body: sitePage(look, page) }
  }
}
