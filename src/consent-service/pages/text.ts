/** Numbers, times and names as a person reads them. Every time is in UTC, and says so. */

import { type Html, html } from '../../http/html.ts'
import { counted } from '../counted.ts'
import type { Act, Site } from '../store/port.ts'

const DATE = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
})
const CLOCK = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  timeZone: 'UTC',
})
const SHORT = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' })

/** `61.4%` of a share between 0 and 1. */
export function percent(share: number): string {
  return `${(share * 100).toFixed(1)}%`
}

/** An address that breaks between its parts, where it has to, and never in a name. */
export function broken(origin: string): Html {
  const parts = origin.split(/(?<=\/\/)|(?=\.)|(?=:\d)/)
  return html`${parts.map((part, index) => html`${index > 0 && html`<wbr>`}${part}`)}`
}

/** A moment (milliseconds) with its day and minute. */
export function moment(at: number): Html {
  const date = new Date(at)
  return html`<time datetime="${date.toISOString()}">${DATE.format(date)}, ${CLOCK.format(date)} UTC</time>`
}

/** The day of a moment (milliseconds). */
export function day(at: number): Html {
  const date = new Date(at)
  return html`<time datetime="${date.toISOString().slice(0, 10)}">${DATE.format(date)}</time>`
}

/** `24 Nov` of `2026-11-24`. */
export function shortDay(text: string): string {
  return SHORT.format(new Date(`${text}T00:00:00Z`))
}

/** How long ago or how long still, in the largest whole unit: `3 days`. */
export function span(milliseconds: number): string {
  const minutes = Math.max(1, Math.floor(milliseconds / 60_000))
  if (minutes < 60) return counted(minutes, 'minute')
  const hours = Math.floor(minutes / 60)
  return hours < 48 ? counted(hours, 'hour') : counted(Math.floor(hours / 24), 'day')
}

const ACTS: Readonly<Record<Act, string>> = {
  accept_all: 'Accepted all',
  reject_all: 'Only essential',
  saved: 'Own choice',
  gpc: 'Privacy signal honoured',
  sync: 'Sent later by a site',
  import: 'Taken over',
}

/** What a visitor did. */
export function actName(act: Act): string {
  return Object.hasOwn(ACTS, act) ? ACTS[act] : act
}

/** What the service's own page is called beside the sites. */
const OWN_PAGE = 'Choices page'

/** The origin of a site by its id; also one that was removed since. */
export function siteName(id: string | undefined, sites: readonly Site[]): string {
  if (id === undefined) return OWN_PAGE
  return sites.find((site) => site.id === id)?.origin ?? 'A removed site'
}
