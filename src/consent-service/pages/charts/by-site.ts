/** The chart by site: a table whose rows have a horizontal bar. */

import { type Html, html } from '../../../http/html.ts'
import { count } from '../../counted.ts'
import type { Site } from '../../store/port.ts'
import { broken, percent, siteName } from '../text.ts'
import { SERIES, type SiteTally, shareOf, type Tally, totalOf } from './figures.ts'

const WIDTH = 1000

/** The sites, the busiest first, with what their visitors chose. */
export function sitesChart(tallies: readonly SiteTally[], sites: readonly Site[]): Html {
  const highest = Math.max(1, ...tallies.map(({ tally }) => totalOf(tally)))
  return html`<div class="table" role="region" aria-label="Choices by site" tabindex="0"><table class="by-site">
<caption class="hidden">Choices by site, the busiest first</caption>
<thead><tr><th scope="col">Site</th><td></td><th scope="col" class="number">Choices</th><th scope="col" class="number">Accepted all</th><th scope="col" class="number">Only essential</th></tr></thead>
<tbody>${tallies.map(
    ({ site, tally }) =>
      html`<tr><th scope="row">${broken(siteName(site, sites))}</th><td class="line">${line(tally, highest)}</td><td class="number" data-label="Choices">${count(totalOf(tally))}</td><td class="number" data-label="Accepted all">${part(tally, 'accept_all')}</td><td class="number" data-label="Only essential">${part(tally, 'reject_all')}</td></tr>`,
  )}</tbody></table></div>`
}

function part(tally: Tally, act: 'accept_all' | 'reject_all'): string {
  const share = shareOf(tally, act)
  return share === undefined ? '–' : percent(share)
}

function line(tally: Tally, highest: number): Html {
  let before = 0
  const parts = SERIES.map(({ act }) => {
    const width = (tally[act] / highest) * WIDTH
    const x = before
    before += width
    return (
      width > 0 &&
      html`<rect class="s-${act}" x="${x.toFixed(1)}" width="${Math.max(width - 2, 1).toFixed(1)}" height="14"/>`
    )
  })
  return html`<svg viewBox="0 0 ${WIDTH} 14" preserveAspectRatio="none" aria-hidden="true">${parts}</svg>`
}
