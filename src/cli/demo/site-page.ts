/** The frame of a page of the shop and of the newspaper: header, notice, content, footer. */

import { type Html, type HtmlValue, html } from '../../http/html.ts'
import type { Visitor } from '../../pass/types.ts'
import { CONSENT_HEAD, consentLinks } from './consent/site-consent.ts'
import { initials } from './id-pages.ts'

/** A link of the main navigation, and the group that its page is for. */
export interface NavLink {
  readonly href: string
  readonly label: HtmlValue
  readonly group?: 'editor' | 'admin'
}

/** A site: its name and what its pages share. */
export interface SiteLook {
  readonly name: string
  readonly brand: Html
  readonly nav: readonly NavLink[]
  readonly footer: HtmlValue
  /** Where the consent service is. */
  readonly consent: string
}

/** What a page needs to know of its visitor. */
export type Viewer = Pick<Visitor, 'user' | 'groups' | 'expiresAt'>

/** A message above the content. */
export interface Notice {
  readonly kind: 'good' | 'bad' | 'plain'
  readonly text: HtmlValue
}

/** One page. */
export interface SitePage {
  readonly title: string
  /** Path and query of this page: where a sign-in comes back to. */
  readonly url: string
  readonly viewer: Viewer | undefined
  readonly notice?: Notice | undefined
  readonly body: HtmlValue
}

/** The whole page as text. */
export function sitePage(site: SiteLook, page: SitePage): string {
  const { notice } = page
  const path = page.url.split('?', 1)[0]
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${page.title === site.name ? site.name : `${page.title} · ${site.name}`}</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/style.css">
${CONSENT_HEAD}
</head>
<body>
<a class="skip" href="#main">Skip to content</a>
<header class="top"><div class="bar">
<a class="brand" href="/">${site.brand}</a>
<nav aria-label="Main"><ul>${site.nav.map(
    (link) =>
      html`<li><a href="${link.href}"${link.href === path && html` aria-current="page"`}>${link.label}${link.group && html` <span class="for" title="For the group ${link.group}">${link.group}</span>`}</a></li>`,
  )}</ul></nav>
${who(page)}
</div></header>
<main id="main">
${notice && html`<div class="notice ${notice.kind}" role="${notice.kind === 'bad' ? 'alert' : 'status'}"><p>${notice.text}</p></div>`}
${page.body}
</main>
<footer><div class="bar">${site.footer}${consentLinks(site.consent)}</div></footer>
</body>
</html>
`.toString()
}

function who({ viewer, url }: SitePage): Html {
  if (viewer?.user === undefined) {
    return html`<div class="who"><a class="button" href="${signInHref(url.split('?', 1)[0] ?? '/')}">Sign in</a></div>`
  }
  const name = displayName(viewer)
  return html`<div class="who in">
<a class="me" href="/account"><span class="initials" aria-hidden="true">${initials(name)}</span><span><strong>${name}</strong>
<span class="small muted">${viewer.groups.length > 0 ? viewer.groups.join(', ') : 'no groups'}${viewer.expiresAt !== undefined && html` · until ${time(viewer.expiresAt)}`}</span></span></a>
<form method="post" action="/auth/logout"><button class="quiet">Sign out</button></form>
</div>`
}

/** Where a sign-in starts that comes back to `url`. */
export function signInHref(url: string, more: Record<string, string> = {}): string {
  return `/auth/login?${new URLSearchParams({ returnTo: url, ...more })}`
}

/** The name to greet the visitor with. */
export function displayName({ user }: Pick<Viewer, 'user'>): string {
  return typeof user?.name === 'string' ? user.name : (user?.sub ?? 'Guest')
}

/** A moment (seconds since the epoch) as the clock on this machine shows it. */
export function time(seconds: number): Html {
  const date = new Date(seconds * 1000)
  const day =
    date.toDateString() === new Date().toDateString()
      ? {}
      : ({ day: 'numeric', month: 'short' } as const)
  const text = date.toLocaleString('en-GB', { ...day, hour: '2-digit', minute: '2-digit' })
  return html`<time datetime="${date.toISOString()}">${text}</time>`
}

/** What the address says happened, put there by a redirect. */
export function loginNotice(query: URLSearchParams): Notice | undefined {
  const error = query.get('login_error')
  if (error === null) return undefined
  return error === 'access_denied'
    ? {
        kind: 'plain',
        text: 'You cancelled the sign-in. You can go on looking around without an account.',
      }
    : { kind: 'bad', text: 'The sign-in did not work. Please try again.' }
}

/** The headers of every page. A form may lead to the provider, since a sign-out goes on there. */
export function siteHeaders(provider: string): Record<string, string> {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "connect-src 'self'",
    "frame-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    `form-action 'self' ${provider}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ]
  return {
    'cache-control': 'no-store',
    'content-security-policy': policy.join('; '),
    'referrer-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
  }
}
