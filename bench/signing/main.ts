/**
 * `npm run bench:signing`: what it costs to sign, verify, seal and open one cookie, beside the
 * neighbours, Python's own libraries, and the bare calls of `node:crypto`. Prints Markdown tables.
 */
import { parseArgs } from 'node:util'
import { command } from '../../scripts/test/command.ts'
import { install } from '../../scripts/test/installs.ts'
import { type Contestant, contestants, TASKS } from './contestant.ts'
import { measure } from './measure.ts'
import { summary, table } from './table.ts'

const HELP = `Usage: npm run bench:signing -- [options]

Options:
  --rounds <number>  How often each is measured, in turn with the others (default 15).
  --ms <number>      How long each time, in milliseconds (default 60).
  --json             Prints JSON instead of tables.
  --help             Shows this.

It needs /usr/bin/python3 with itsdangerous and cryptography, installs the neighbours into bench/
and builds the package. Let the machine do nothing else.
`

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '15' },
    ms: { type: 'string', default: '60' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})
if (values.help) {
  process.stdout.write(HELP)
  process.exit(0)
}
const [rounds, ms] = [Number(values.rounds), Number(values.ms)]
if (!(rounds >= 1 && ms >= 1)) throw new Error('--rounds and --ms must be numbers, 1 or more')

for (const step of [
  () => install('bench'),
  () => command(process.execPath, ['scripts/build.ts']),
]) {
  const { ok, output } = await step()
  if (!ok) throw new Error(output)
}
// Loaded only now: the package is built, and the neighbours are installed.
const { ours } = await import('./ours.ts')
const { sealers, signers } = await import('./peers.ts')
const { python } = await import('./python.ts')

/** What a fleet hands from one service to another; `note` makes it longer. */
const payloadOf = (note: string) => ({
  user_id: 7421,
  name: 'Una Ser',
  email: 'una@harbour.example',
  groups: ['editor', 'staff'],
  tenant: 'north',
  note,
})

const results: object[] = []
for (const note of ['', 'x'.repeat(20).concat(' ').repeat(44)]) {
  const payload = payloadOf(note)
  const bytes = JSON.stringify(payload).length
  // Copies: some of them write into what they are given.
  const pairs = [
    ...(await ours({ ...payload })),
    ...(await signers({ ...payload })),
    ...(await sealers({ ...payload })),
  ]
  const child = await python(payload)
  const made = await Promise.all(pairs.map((pair) => contestants(pair, payload)))
  const all: Contestant[] = [...made.flat(), ...child.all]
  const costs = await measure(all, { rounds, ms, say: (text) => process.stderr.write(text) })
  child.close()
  if (values.json) {
    results.push({ bytes, costs: all.map(({ task, name }, i) => ({ task, name, us: costs[i] })) })
  } else {
    const rows = all.map((one, i) => ({ ...one, us: costs[i] ?? 0 }))
    const size = `${bytes.toLocaleString('en')} bytes`
    console.log(`\n**In short, ${size}**\n\n${summary(rows)}`)
    for (const task of TASKS) {
      const title = task.charAt(0).toUpperCase() + task.slice(1)
      const own = rows.filter((row) => row.task === task)
      console.log(`\n**${title}, ${size}**\n\n${table(own)}`)
    }
  }
}
if (values.json) console.log(JSON.stringify(results, undefined, 2))
process.exit(0)
