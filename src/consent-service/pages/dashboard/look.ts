/** The frame of the dashboard's pages. */
import type { Exchange, HeaderList, Reply } from '../../../http/exchange.ts'
import { type Html, type HtmlValue, html } from '../../../http/html.ts'
import { type Flash, takeFlash } from '../flash.ts'
import { formToken } from '../form.ts'
import { pageReply } from '../frame.ts'
import type { Desk } from './desk.ts'

const PAGES = [
  { path: '/dashboard', name: 'Overview' },
  { path: '/dashboard/sites', name: 'Sites' },
  { path: '/dashboard/policy', name: 'Policy' },
  { path: '/dashboard/log', name: 'Log' },
  { path: '/dashboard/visitor', name: 'Visitors' },
  { path: '/dashboard/chain', name: 'Chain' },
] as const

/** The path of a page in the navigation. */
export type Section = (typeof PAGES)[number]['path']

interface Content {
  readonly title: string
  /** Which link of the navigation is marked. */
  readonly section: Section
  /** A page that tells itself what the form before it did gets that. */
  readonly body: HtmlValue | ((flash: Flash | undefined) => HtmlValue)
  readonly status?: number
  readonly headers?: HeaderList
}

/** A page of the dashboard; tells what the form before it did. */
export function deskPage(desk: Desk, exchange: Exchange, content: Content): Reply {
  const { service, holder } = desk
  const { flash, headers } = takeFlash(service, exchange, holder)
  const { body } = content
  return pageReply({
    ...content,
    organisation: service.organisation,
    home: '/dashboard',
    look: 'wide',
    top: html`${navigation(content.section)}${signOut(desk)}`,
    flash: flash?.key === undefined && flash?.facts === undefined ? flash : undefined,
    body: typeof body === 'function' ? body(flash) : body,
    headers: [...headers, ...(content.headers ?? [])],
  })
}

function navigation(section: Section): Html {
  const links = PAGES.map(
    ({ path, name }) =>
      html`<li><a href="${path}"${path === section && html` aria-current="page"`}>${name}</a></li>`,
  )
  return html`<nav aria-label="Dashboard"><ul>${links}</ul></nav>`
}

function signOut({ service, holder, signOut: how }: Desk): Html | undefined {
  if (how === undefined) return undefined
  if (how === 'link') return html`<a class="button small" href="/auth/logout">Sign out</a>`
  return html`<form method="post" action="/dashboard/sign-out">${formToken(service, holder)}<button class="small">Sign out</button></form>`
}
