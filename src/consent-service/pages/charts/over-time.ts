/** The chart over time: a stacked bar for each day, drawn on the server. */

import { type Html, html } from '../../../http/html.ts'
import { count } from '../../counted.ts'
import { shortDay } from '../text.ts'
import { type Bin, SERIES, type Tally, ticks, totalOf } from './figures.ts'

interface Size {
  readonly className: string
  readonly width: number
  readonly height: number
}

/** Text in a drawing does not wrap: narrow windows get a drawing of their own. */
const SIZES: readonly Size[] = [
  { className: 'for-wide', width: 1040, height: 300 },
  { className: 'for-medium', width: 700, height: 280 },
  { className: 'for-narrow', width: 360, height: 240 },
]
const LEFT = 44
const TOP = 12
const BOTTOM = 26

/** The chart with its legend, and the same numbers as a table. */
export function overTime(bins: readonly Bin[], unit: 'day' | 'week'): Html {
  const used = SERIES.filter(({ act }) => bins.some(({ tally }) => tally[act] > 0))
  const highest = Math.max(...bins.map(({ tally }) => totalOf(tally)))
  const label = `Choices in each ${unit}, ${shortDay(bins[0]?.from ?? '')} to ${shortDay(bins.at(-1)?.to ?? '')}; at most ${count(highest)}. The table below has all numbers.`
  return html`<figure class="chart">
<ul class="legend">${used.map(({ act, name }) => html`<li><svg viewBox="0 0 12 12" aria-hidden="true"><rect class="s-${act}" width="12" height="12" rx="3"/></svg>${name}</li>`)}</ul>
${SIZES.map((size) => drawing(size, bins, highest, label))}
<details class="numbers"><summary>The numbers as a table</summary>
<div class="table" role="region" aria-label="Choices in each ${unit}" tabindex="0"><table>
<caption class="hidden">Choices in each ${unit}, newest first</caption>
<thead><tr><th scope="col">${unit === 'day' ? 'Day' : 'Week'} (UTC)</th>${used.map(({ name }) => html`<th scope="col" class="number">${name}</th>`)}<th scope="col" class="number">Together</th></tr></thead>
<tbody>${bins
    .toReversed()
    .map(
      ({ from, to, tally }) =>
        html`<tr><th scope="row">${span(from, to)}</th>${used.map(({ act }) => html`<td class="number">${count(tally[act])}</td>`)}<td class="number">${count(totalOf(tally))}</td></tr>`,
    )}</tbody></table></div></details>
</figure>`
}

function drawing(size: Size, bins: readonly Bin[], highest: number, label: string): Html {
  const marks = ticks(highest)
  const top = marks.at(-1) ?? 1
  const [inner, plot] = [size.width - LEFT, size.height - TOP - BOTTOM]
  const slot = inner / bins.length
  const bar = Math.min(56, slot * (bins.length > 60 ? 0.74 : 0.68))
  const y = (value: number) => TOP + plot - (value / top) * plot
  const lines = marks.map(
    (mark) =>
      html`<line class="${mark === 0 ? 'base' : 'grid'}" x1="${LEFT}" x2="${size.width}" y1="${at(y(mark))}" y2="${at(y(mark))}"/><text class="tick" x="${LEFT - 10}" y="${at(y(mark) + 4)}" text-anchor="end">${short(mark)}</text>`,
  )
  const bars = bins.map(({ from, to, tally }, index) => {
    const x = LEFT + index * slot
    return html`<g class="bin"><title>${span(from, to)}: ${told(tally)}</title><rect class="hit" x="${at(x)}" y="${TOP}" width="${at(slot)}" height="${plot}"/>${stack(tally, x + (slot - bar) / 2, bar, y)}</g>`
  })
  return html`<svg class="plot ${size.className}" viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="${label}">
${lines}${bars}${days(size, bins, slot)}</svg>`
}

function stack(tally: Tally, x: number, width: number, y: (value: number) => number) {
  let below = 0
  return SERIES.map(({ act }) => {
    if (tally[act] === 0) return undefined
    const [from, to] = [y(below), y(below + tally[act])]
    below += tally[act]
    // A hair of the ground between two parts keeps them apart where colours do not.
    const height = Math.max(from - to - (width > 3 ? 1 : 0.4), 0.6)
    return html`<rect class="s-${act}" x="${at(x)}" y="${at(to)}" width="${at(width)}" height="${at(height)}"/>`
  })
}

/** As many days below the bars as fit, the last one always. */
function days({ width, height }: Size, bins: readonly Bin[], slot: number): readonly Html[] {
  const every = Math.max(1, Math.ceil((width < 500 ? 64 : 76) / slot))
  return bins.flatMap(({ from }, index) => {
    if ((bins.length - 1 - index) % every !== 0) return []
    const x = LEFT + (index + 0.5) * slot
    // The first and the last one stay within the drawing.
    const [anchor, place] = x > width - 22 ? ['end', width] : ['middle', Math.max(x, LEFT + 8)]
    return [
      html`<text class="tick" x="${at(place)}" y="${height - 6}" text-anchor="${anchor}">${shortDay(from)}</text>`,
    ]
  })
}

function told(tally: Tally): string {
  const parts = SERIES.filter(({ act }) => tally[act] > 0)
  if (parts.length === 0) return 'none'
  return parts.map(({ act, name }) => `${name} ${count(tally[act])}`).join(', ')
}

function span(from: string, to: string): string {
  return from === to ? shortDay(from) : `${shortDay(from)} – ${shortDay(to)}`
}

function short(mark: number): string {
  return mark >= 10_000 ? `${mark / 1000}k` : count(mark)
}

/** A place in a drawing: tenths are finer than any screen. */
function at(value: number): string {
  return String(Math.round(value * 10) / 10)
}
