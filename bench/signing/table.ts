/** The costs as Markdown tables: a short one for all tasks, and one for each of them. */
import type { Contestant, Task } from './contestant.ts'

/** A contestant with its cost, in microseconds a call. */
export interface Row extends Omit<Contestant, 'run'> {
  readonly us: number
}

/** What is compared with what: ours, and Python's library for the same format, if there is one. */
const KINDS: readonly { ours: string; tasks: readonly Task[]; same?: string; peers?: RegExp }[] = [
  {
    ours: 'hallpass TimestampSigner + JSON',
    tasks: ['sign', 'verify'],
    same: 'Python: itsdangerous TimestampSigner + json',
    peers: /^(?!Python).*(?<!cache)$/,
  },
  {
    ours: 'hallpass URLSafeTimedSerializer',
    tasks: ['sign', 'verify'],
    same: 'Python: itsdangerous URLSafeTimedSerializer',
  },
  { ours: 'hallpass Sealer + JSON', tasks: ['seal', 'open'], peers: /^(?!Python).*(?<!fernet.*)$/ },
  {
    ours: 'hallpass Fernet + JSON',
    tasks: ['seal', 'open'],
    same: 'Python: cryptography Fernet + json',
    peers: /^fernet/,
  },
]

/** As it is shown: the ratios are those of the figures that a reader sees. */
function rounded(rows: readonly Row[]): readonly Row[] {
  return rows.map((row) => ({ ...row, us: Math.round(row.us * 10) / 10 }))
}

/** All tasks in one table: hallpass, Python, and the fastest neighbour, with ratios. */
export function summary(measured: readonly Row[]): string {
  const rows = rounded(measured)
  const lines = KINDS.flatMap(({ ours, tasks, same, peers }) =>
    tasks.map((task) => {
      const all = rows.filter((row) => row.task === task)
      const us = all.find(({ name }) => name === ours)?.us ?? Number.NaN
      const python = all.find(({ name }) => name === same)
      const [nearest] = all
        .filter(({ name, role }) => role === 'peer' && peers?.test(name))
        .toSorted((a, b) => a.us - b.us)
      const times = (row: Row | undefined) =>
        row === undefined ? '–' : `${row.us.toFixed(1)} (× ${(row.us / us).toFixed(1)})`
      const who = nearest === undefined ? '' : `${bare(nearest.name)}: `
      return `| ${task}, ${bare(ours)} | ${us.toFixed(1)} | ${times(python)} | ${who}${times(nearest)} |`
    }),
  )
  return [
    '| | hallpass, µs | Python, µs | nearest neighbour, µs |',
    '| --- | ---: | ---: | ---: |',
    ...lines,
  ].join('\n')
}

/**
 * One task, the cheapest first: how many times the bare calls each of them costs, and how many
 * times the first of ours.
 */
export function table(measured: readonly Row[]): string {
  const rows = rounded(measured)
  const limit = rows.find(({ role }) => role === 'bare')?.us ?? Number.NaN
  const first = rows.find(({ role }) => role === 'ours')
  const lines = rows
    .toSorted((a, b) => a.us - b.us)
    .map(({ name, role, us }) => {
      const shown = role === 'ours' ? `**${name}**` : name
      // Fernet is AES-CBC with an HMAC: the bare calls are of another cipher.
      const times = /fernet/i.test(name) ? '–' : (us / limit).toFixed(2)
      return `| ${shown} | ${us.toFixed(1)} | ${times} | ${(us / (first?.us ?? Number.NaN)).toFixed(2)} |`
    })
  return [
    `| | µs a call | × bare | × ${bare(first?.name ?? '')} |`,
    '| --- | ---: | ---: | ---: |',
    ...lines,
  ].join('\n')
}

/** A name without its owner and what is done beside it. */
function bare(name: string): string {
  return name.replace(/^hallpass /, '').replace(/ \+ JSON$/, '')
}
