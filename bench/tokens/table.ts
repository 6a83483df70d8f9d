/** The results as a Markdown table. */
import { quantile } from '../quantile.ts'
import type { Row } from './compare.ts'

const HEAD = [
  'on',
  'token',
  'with',
  'requests/s bare',
  'with a check',
  'share',
  'half of them',
  'CPU more, µs',
  'memory, MB',
]

/** A line for each row: medians over the pairs, and the middle half of their shares. */
export function table(rows: readonly Row[]): string {
  const rule = HEAD.map((_, i) => (i < 3 ? '---' : '---:'))
  return [HEAD, rule, ...rows.map(cells)].map((line) => `| ${line.join(' | ')} |`).join('\n')
}

function cells({ target, bytes, pairs, memory }: Row): string[] {
  const shares = pairs.map(({ bare, own }) => own.rate / bare.rate)
  const whole = (values: number[]) => Math.round(quantile(values, 0.5)).toLocaleString('en')
  const more = pairs.map(({ bare, own }) => own.cpu - bare.cpu)
  return [
    target.framework,
    `${target.algorithm}, ${bytes} bytes${target.many ? ', never seen' : ''}`,
    target.check === 'hallpass' ? `**${target.name}**` : target.name,
    whole(pairs.map(({ bare }) => bare.rate)),
    whole(pairs.map(({ own }) => own.rate)),
    quantile(shares, 0.5).toFixed(2),
    `${quantile(shares, 0.25).toFixed(2)}–${quantile(shares, 0.75).toFixed(2)}`,
    quantile(more, 0.5).toFixed(1),
    String(Math.round(memory / 2 ** 20)),
  ]
}
