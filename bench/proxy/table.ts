/** The results as a Markdown table. */
import { quantile } from '../quantile.ts'
import type { Loaded } from './load.ts'

/** What was measured of one server. */
export interface Row {
  readonly name: string
  readonly url: string
  readonly cookie: string | undefined
  /** One for each round. */
  readonly loads: Loaded[]
}

/** A line for each row: medians of the rounds; the last is what others are compared with. */
export function table(rows: readonly Row[]): string {
  const peer = rows.at(-1)
  const head = ['', 'Cookie, bytes', 'requests/s', 'p50, ms', 'p99, ms', '× mod_auth_openidc']
  const lines = rows.map((row) => [
    row.name,
    String(row.cookie?.length ?? 0),
    Math.round(median(row.loads.map(({ rate }) => rate))).toLocaleString('en'),
    median(row.loads.map(({ p50 }) => p50)).toFixed(1),
    median(row.loads.map(({ p99 }) => p99)).toFixed(1),
    median(row.loads.map(({ rate }, i) => rate / (peer?.loads[i]?.rate ?? 0))).toFixed(2),
  ])
  const rule = head.map((_, i) => (i === 0 ? '---' : '---:'))
  return [head, rule, ...lines].map((line) => `| ${line.join(' | ')} |`).join('\n')
}

function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}
