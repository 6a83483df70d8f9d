/** What the overview shows. */

import { type Html, html } from '../../../http/html.ts'
import { count } from '../../counted.ts'
import type { Rate, Site } from '../../store/port.ts'
import { sitesChart } from '../charts/by-site.ts'
import {
  binsOf,
  bySite,
  choicesIn,
  DAY,
  shareOf,
  tallyOf,
  totalOf,
  within,
} from '../charts/figures.ts'
import { overTime } from '../charts/over-time.ts'
import { moment, percent } from '../text.ts'

interface Overview {
  readonly days: number
  readonly now: number
  readonly rates: readonly Rate[]
  readonly counts: { readonly visitors: number; readonly entries: number }
  readonly sites: readonly Site[]
  /** How many versions of the policy there are. */
  readonly policies: number
}

const RANGES = [
  { days: 7, name: '7 days' },
  { days: 30, name: '30 days' },
  { days: 90, name: '90 days' },
  { days: 365, name: 'Year' },
]

export function overviewView(view: Overview): Html {
  const { days, now, rates, sites } = view
  const shown = within(rates, now, days)
  return html`<div class="head row"><h1>Overview</h1>${ranges(days)}</div>
${totals(view)}
${
  totalOf(tallyOf(shown)) === 0
    ? empty(view)
    : html`${shares(view)}
<section><h2>${days > 90 ? 'Week by week' : 'Day by day'}</h2><div class="panel">${overTime(binsOf(rates, now, days), days > 90 ? 'week' : 'day')}</div></section>
<section><h2>By site</h2>${sitesChart(bySite(shown), sites)}</section>`
}
<p class="hint">Days begin at midnight UTC. As of ${moment(now)}.</p>`
}

function ranges(days: number): Html {
  const links = RANGES.map(
    (range) =>
      html`<a href="/dashboard?days=${range.days}"${range.days === days && html` aria-current="true"`}>${range.name}</a>`,
  )
  return html`<div class="ranges" role="group" aria-label="Period">${links}</div>`
}

function totals({ now, rates, counts }: Overview): Html {
  const during = (last: number, length: number) => choicesIn(tallyOf(within(rates, last, length)))
  const compared = (length: number) => {
    const [value, before] = [during(now, length), during(now - length * DAY, length)]
    return tile(`Choices in ${length} days`, count(value), change(value, before, length))
  }
  return html`<dl class="tiles">
${tile('Visitors known', count(counts.visitors), `${count(counts.entries)} entries in the log`)}
${tile('Choices today', count(during(now, 1)), `${count(during(now - DAY, 1))} yesterday`)}
${compared(7)}${compared(30)}
</dl>`
}

function change(value: number, before: number, days: number): string {
  if (before === 0) return `none in the ${days} days before`
  const part = (value - before) / before
  if (Math.abs(part) < 0.0005) return `as in the ${days} days before`
  return `${part > 0 ? '▲' : '▼'} ${percent(Math.abs(part))} on the ${days} days before`
}

const SHARES = [
  { act: 'accept_all', name: 'Accepted all' },
  { act: 'saved', name: 'Own choice' },
  { act: 'reject_all', name: 'Only essential' },
] as const

function shares({ days, now, rates }: Overview): Html {
  const tally = tallyOf(within(rates, now, days))
  const before = tallyOf(within(rates, now - days * DAY, days))
  return html`<section><h2>How visitors choose</h2><dl class="tiles shares">${SHARES.map(
    ({ act, name }) => {
      const [share, past] = [shareOf(tally, act), shareOf(before, act)]
      const swatch = html`<svg class="swatch" viewBox="0 0 12 12" aria-hidden="true"><rect class="s-${act}" width="12" height="12" rx="3"/></svg>`
      return tile(
        html`${swatch}${name}`,
        share === undefined ? '–' : percent(share),
        points(share, past, days),
      )
    },
  )}</dl></section>`
}

function points(share: number | undefined, past: number | undefined, days: number): string {
  if (share === undefined || past === undefined) return `none in the ${days} days before`
  const difference = (share - past) * 100
  if (Math.abs(difference) < 0.05) return `as in the ${days} days before`
  return `${difference > 0 ? '▲' : '▼'} ${Math.abs(difference).toFixed(1)} points on the ${days} days before`
}

function tile(name: Html | string, figure: string, below: string): Html {
  return html`<div><dt>${name}</dt><dd class="figure">${figure}</dd><dd class="change">${below}</dd></div>`
}

function empty({ sites, policies, days }: Overview): Html {
  if (sites.length === 0) {
    return html`<section class="empty"><h2>No site yet</h2><p>Register the first site, and give it the key that you get for it. Its visitors are then asked once for all of your sites.</p>
<div><code class="command">hallpass consent site add https://shop.example</code></div>
<p class="hint">or <a href="/dashboard/sites">add it here</a>${policies === 0 && html`, and <a href="/dashboard/policy">publish a policy</a>`}.</p></section>`
  }
  return html`<section class="empty"><h2>No choices in ${days} days</h2><p>Nobody has chosen on your sites in this period. Once a site has its key and shows the banner, the first choice appears here at once.</p>
<p><a href="/dashboard/sites">See the sites and their keys</a></p></section>`
}
