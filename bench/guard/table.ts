/** The results as a Markdown table. */
import { median } from '../median.ts'
import type { Target } from './targets.ts'

/** What was measured of one target. */
export interface Row {
  readonly target: Target
  /** Bytes of the `Cookie` header. */
  readonly cookie: number
  /** Requests per second of each round. */
  readonly rates: readonly number[]
  /** Resident memory of the server's process after the last round, in bytes. */
  readonly memory: number
}

/** A line for each row; a share is the median of the rounds' shares of the framework's bare server. */
export function table(rows: readonly Row[]): string {
  const lines = rows.map((row) => {
    const bare = rows.find(({ target }) => target.framework === row.target.framework)
    const shares = row.rates.map((rate, round) => rate / (bare?.rates[round] ?? Number.NaN))
    return [
      row.target.framework,
      row.target.name,
      row.cookie.toLocaleString('en'),
      Math.round(median(row.rates)).toLocaleString('en'),
      median(shares).toFixed(2),
      `${Math.min(...shares).toFixed(2)} – ${Math.max(...shares).toFixed(2)}`,
      String(Math.round(row.memory / 2 ** 20)),
    ]
  })
  const head = ['on', 'with', 'Cookie, bytes', 'requests/s', 'share', 'rounds', 'memory, MB']
  const rule = ['---', '---', '---:', '---:', '---:', '---:', '---:']
  return [head, rule, ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}
