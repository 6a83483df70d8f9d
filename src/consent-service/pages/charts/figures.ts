/** Numbers for the charts: what was chosen, by day and by site. */
import type { Act, Rate } from '../../store/port.ts'

/** A day in milliseconds. */
export const DAY: number = 86_400_000

/** A kind of act, its name in the legend; in the order in which bars are stacked. */
export const SERIES: readonly { readonly act: Act; readonly name: string }[] = [
  { act: 'accept_all', name: 'Accepted all' },
  { act: 'saved', name: 'Own choice' },
  { act: 'reject_all', name: 'Only essential' },
  { act: 'gpc', name: 'Privacy signal' },
  { act: 'sync', name: 'Sent later' },
  { act: 'import', name: 'Taken over' },
]

/** How often each act happened. */
export type Tally = Readonly<Record<Act, number>>

/** One bar of the chart over time: a day, or a week from that day on. */
export interface Bin {
  readonly from: string
  readonly to: string
  readonly tally: Tally
}

/** `2026-11-24` of a moment in milliseconds, in UTC. */
export function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10)
}

/** How often each act happened in these rates. */
export function tallyOf(rates: readonly Rate[]): Tally {
  const tally = { accept_all: 0, reject_all: 0, saved: 0, gpc: 0, sync: 0, import: 0 }
  for (const { act, count } of rates) tally[act] += count
  return tally
}

/** The choices that people made; a signal that was honoured is none, nor what was taken over. */
export function choicesIn(tally: Tally): number {
  return tally.accept_all + tally.saved + tally.reject_all + tally.sync
}

/** Everything, as a bar shows it. */
export function totalOf(tally: Tally): number {
  return SERIES.reduce((sum, { act }) => sum + tally[act], 0)
}

/**
 * The part of an act among the choices whose act is known, between 0 and 1; undefined where there
 * were none. What a site sent later does not say how it was made.
 */
export function shareOf(
  tally: Tally,
  act: 'accept_all' | 'saved' | 'reject_all',
): number | undefined {
  const known = tally.accept_all + tally.saved + tally.reject_all
  return known === 0 ? undefined : tally[act] / known
}

/** The rates of `days` days, the last of which is that of `lastDay` (milliseconds). */
export function within(rates: readonly Rate[], lastDay: number, days: number): readonly Rate[] {
  const [from, to] = [dayOf(lastDay - (days - 1) * DAY), dayOf(lastDay)]
  return rates.filter(({ day }) => day >= from && day <= to)
}

/** The bars of a chart over `days` days: one a day, or one a week for more than ninety. */
export function binsOf(rates: readonly Rate[], lastDay: number, days: number): readonly Bin[] {
  const width = days > 90 ? 7 : 1
  const bins: Bin[] = []
  for (let end = lastDay; end > lastDay - days * DAY; end -= width * DAY) {
    const first = Math.max(end - (width - 1) * DAY, lastDay - (days - 1) * DAY)
    const length = Math.round((end - first) / DAY) + 1
    bins.push({ from: dayOf(first), to: dayOf(end), tally: tallyOf(within(rates, end, length)) })
  }
  return bins.reverse()
}

/** One site's numbers; undefined is the service's own page. */
export interface SiteTally {
  readonly site: string | undefined
  readonly tally: Tally
}

/** The numbers of each site, the busiest first. */
export function bySite(rates: readonly Rate[]): readonly SiteTally[] {
  const groups = Map.groupBy(rates, ({ site }) => site)
  return [...groups]
    .map(([site, own]) => ({ site, tally: tallyOf(own) }))
    .sort((a, b) => totalOf(b.tally) - totalOf(a.tally))
}

/** How many parts an axis has at most. */
const PARTS = 5

/** The marks of an axis from 0 that reaches `highest`: a few round numbers, all whole. */
export function ticks(highest: number): readonly number[] {
  const rough = Math.max(1, highest / PARTS)
  const power = 10 ** Math.floor(Math.log10(rough))
  const steps = [1, 2, 2.5, 5, 10].map((one) => one * power)
  const step = steps.find((one) => one >= rough && Number.isInteger(one)) ?? 10 * power
  const parts = Math.max(1, Math.ceil(highest / step))
  return Array.from({ length: parts + 1 }, (_, index) => index * step)
}
