/**
 * `npm run bench:consent-growth`: how reading, writing and the size on the disk change while a
 * store grows. The visitors are made up; the store is the service's own. Prints Markdown tables.
 */
import { parseArgs } from 'node:util'
import type { Verdict } from '../../src/consent-service/log/verify.ts'
import type { ConsentStore } from '../../src/consent-service/store/port.ts'
import { built } from '../modules.ts'
import { type Latency, latency } from './growth/latency.ts'
import { growPostgres } from './growth/postgres.ts'
import { growSqlite } from './growth/sqlite.ts'
import type { Growing, Grown } from './growth/store.ts'
import { build } from './prepare.ts'
import { markdown, whole } from './table.ts'

const HELP = `npm run bench:consent-growth -- --visitors 1000,100000,10000000
  --visitors LIST   how many there are when it is measured; default 1000,100000
  --store WHICH     sqlite or postgres; default both, one after the other
  --seconds N       of each measurement; default 5
  --json            everything that was measured, as JSON
  --no-build        takes dist as it is
10,000,000 visitors need about 10 GB in the folder for temporary files while it runs, 4 GB of
memory, and some minutes for each database. PostgreSQL needs Debian's postgresql.`

/** Up to so many visitors the whole chain is checked. */
const VERIFIED = 100_000

const { values } = parseArgs({
  options: {
    help: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    'no-build': { type: 'boolean', default: false },
    visitors: { type: 'string', default: '1000,100000' },
    store: { type: 'string', default: 'both' },
    seconds: { type: 'string', default: '5' },
  },
})

interface Measured {
  readonly store: string
  readonly visitors: number
  readonly entries: number
  readonly filledIn: number
  readonly size: Grown
  readonly verified: string
  readonly latencies: Readonly<Record<'read 1' | 'read 32' | 'write 1' | 'write 32', Latency>>
}

if (values.help) console.log(HELP)
else await run()

async function run(): Promise<void> {
  const sizes = values.visitors.split(',').map(Number)
  if (!sizes.every((size, i) => size > (sizes[i - 1] ?? 0))) {
    throw new Error('--visitors must be growing numbers')
  }
  if (!values['no-build']) await build()
  const all: Measured[] = []
  for (const [name, begin] of [
    ['sqlite', growSqlite],
    ['postgres', growPostgres],
  ] as const) {
    if (values.store !== 'both' && values.store !== name) continue
    const growing = await begin()
    try {
      for (const [i, size] of sizes.entries()) {
        all.push(await grow(growing, sizes[i - 1] ?? 0, size))
      }
    } finally {
      await growing.close()
    }
  }
  if (values.json) console.log(JSON.stringify(all, null, 2))
  else console.log(`\n${latencyTable(all)}\n\n${sizeTable(all)}`)
}

/** From so many visitors to so many, and what it is like then. */
async function grow(growing: Growing, from: number, to: number): Promise<Measured> {
  const start = performance.now()
  await growing.fill(from, to, (done) =>
    progress(`${growing.name}: ${whole(done)} of ${whole(to)}`),
  )
  const filledIn = (performance.now() - start) / 1000
  const size = await growing.size()
  const store = await growing.open()
  try {
    const { entries } = await store.counts()
    const verified = to > VERIFIED ? 'not checked' : await verdictOn(store)
    const measure = (what: 'read' | 'write', inFlight: number) => {
      progress(`${growing.name}, ${whole(to)}: ${what}, ${inFlight} at a time`)
      return latency(store, what, { visitors: to, inFlight, seconds: Number(values.seconds) })
    }
    // Once for nothing, so that the compiler is done.
    await measure('read', 1)
    const latencies = {
      'read 1': await measure('read', 1),
      'read 32': await measure('read', 32),
      'write 1': await measure('write', 1),
      'write 32': await measure('write', 32),
    }
    return { store: growing.name, visitors: to, entries, filledIn, size, verified, latencies }
  } finally {
    await store.close()
  }
}

async function verdictOn(store: ConsentStore): Promise<string> {
  const { verifyStore } = await built<
    typeof import('../../src/consent-service/log/verify-store.ts')
  >('consent-service/log/verify-store')
  const start = performance.now()
  const verdict: Verdict = await verifyStore(store)
  if (!verdict.ok) throw new Error(`entry ${verdict.seq}: ${verdict.what}`)
  const each = ((performance.now() - start) * 1000) / verdict.entries
  return `holds, ${each.toFixed(0)} µs an entry`
}

/** On a terminal the line is written over. */
function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${text.padEnd(60)}`)
}

function latencyTable(all: readonly Measured[]): string {
  const kinds = ['read 1', 'read 32', 'write 1', 'write 32'] as const
  const head = [
    'store',
    'visitors',
    ...kinds.flatMap((kind) => [`${kind}: p50, ms`, 'p99', 'a second']),
  ]
  const rows = all.map(({ store, visitors, latencies }) => {
    const cells = kinds.flatMap((kind) => {
      const { p50, p99, rate } = latencies[kind]
      return [p50.toFixed(3), p99.toFixed(3), whole(rate)]
    })
    return [store, whole(visitors), ...cells]
  })
  return markdown(head, rows, 1)
}

function sizeTable(all: readonly Measured[]): string {
  const head = ['store', 'visitors', 'entries', 'on disk, MB', 'bytes a visitor', 'of the visitor']
  const rows = all.map(({ store, visitors, entries, size, filledIn, verified }) => [
    ...[store, whole(visitors), whole(entries), whole(size.total / 1e6)],
    ...[whole(size.total / visitors), whole(size.visitors / visitors)],
    ...[whole(size.log / entries), String(size.depth), whole(filledIn), verified],
  ])
  const more = ['of an entry', 'levels of the index', 'filled in, s', 'chain']
  return markdown([...head, ...more], rows, 1)
}
