/** The results as Markdown tables. */
import { quantile } from '../quantile.ts'
import type { Measured } from './turns.ts'

/** A Markdown table; all but the first `left` columns hold numbers. */
export function markdown(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  left: number,
): string {
  const rule = head.map((_, i) => (i < left ? '---' : '---:'))
  return [head, rule, ...rows].map((line) => `| ${line.join(' | ')} |`).join('\n')
}

/** What was measured of a name. @throws when nothing was */
export function named(measured: readonly Measured[], name: string): Measured {
  const found = measured.find((one) => one.name === name)
  if (found === undefined) throw new Error(`${name} was not measured`)
  return found
}

/** Requests a second, the median. */
export function rate({ turns }: Measured): string {
  return whole(
    quantile(
      turns.map((turn) => turn.rate),
      0.5,
    ),
  )
}

/** A number of requests or the like. */
export function whole(value: number): string {
  return Math.round(value).toLocaleString('en')
}

/** How the second does beside the first in the same turn: at each turn a quotient. */
export function shares(first: Measured, second: Measured): readonly number[] {
  return second.turns.map((turn, i) => turn.rate / (first.turns[i]?.rate ?? Number.NaN))
}

/** The median of quotients, and their middle half. */
export function shareCells(values: readonly number[]): readonly [median: string, half: string] {
  const at = (share: number) => quantile(values, share).toFixed(2)
  return [at(0.5), `${at(0.25)}–${at(0.75)}`]
}

/** Microseconds that the server's process computed for one answer, the median. */
export function cpu({ turns }: Measured): string {
  const known = turns.map((turn) => turn.cpu).filter((one) => one !== undefined)
  return known.length === 0 ? '–' : quantile(known, 0.5).toFixed(1)
}
