/** The costs of one task as a Markdown table. */
import type { Contestant } from './contestant.ts'

/** A contestant with its cost, in microseconds a call. */
export interface Row extends Contestant {
  readonly us: number
}

/** The cheapest first; how many times the limit, and the fastest of ours, each of them costs. */
export function table(rows: readonly Row[]): string {
  const limit = rows.find(({ role }) => role === 'limit')?.us ?? Number.NaN
  const best = Math.min(...rows.filter(({ role }) => role === 'ours').map(({ us }) => us))
  const lines = rows
    .toSorted((a, b) => a.us - b.us)
    .map(({ name, role, us }) => {
      const shown = role === 'ours' ? `**${name}**` : name
      return `| ${shown} | ${us.toFixed(1)} | ${(us / limit).toFixed(2)} | ${(us / best).toFixed(2)} |`
    })
  return ['| | µs a call | × limit | × hallpass |', '| --- | ---: | ---: | ---: |', ...lines].join(
    '\n',
  )
}
