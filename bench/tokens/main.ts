/**
 * `npm run bench:tokens`: a `GET /me` with a bearer token, checked by hallpass and by its
 * neighbours, each beside the bare server of the same framework. Prints a Markdown table.
 *
 *     npm run bench:tokens                 3 rounds of 8 pairs of seconds, about 30 minutes
 *     npm run bench:tokens -- --quick      1 round of 2, about 4 minutes
 *     npm run bench:tokens -- --rounds 5 --seconds 10 --only 'Fastify, HS256'
 *     npm run bench:tokens -- --calls      single calls without a server, some seconds
 */
import { parseArgs } from 'node:util'
import { freePorts } from '../../tests/support/free-ports.ts'
import { prepare } from '../guard/prepare.ts'
import { type RunningServer, startServer } from '../guard/server.ts'
import { compare, type Row } from './compare.ts'
import { keys } from './material.ts'
import { table } from './table.ts'
import { TARGETS, type Target, titleOf } from './targets.ts'

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    rounds: { type: 'string' },
    seconds: { type: 'string' },
    only: { type: 'string', default: '' },
    calls: { type: 'boolean', default: false },
  },
})
const rounds = Number(values.rounds ?? (values.quick ? 1 : 3))
const seconds = Number(values.seconds ?? (values.quick ? 2 : 8))
const warmUp = values.quick ? 1 : 4
const targets = TARGETS.filter((target) => titleOf(target).includes(values.only))

await prepare()
if (values.calls) {
  const { callsTable } = await import('./calls.ts')
  console.log(await callsTable())
  process.exit(0)
}
const rows = new Map<Target, Row>()
console.error(`Node ${process.versions.node}, ${rounds} × ${seconds} pairs of seconds\n`)
for (let round = 1; round <= rounds; round++) {
  for (const target of targets) {
    const row = await measured(target)
    rows.set(target, { ...row, pairs: [...(rows.get(target)?.pairs ?? []), ...row.pairs] })
    console.error(`round ${round}: ${titleOf(target)}`)
  }
}
console.log(`\n${table([...rows.values()])}`)

/** In processes of its own: what the compiler makes of a server differs by chance. */
async function measured(target: Target): Promise<Row> {
  const running: RunningServer[] = []
  try {
    for (const check of ['none', target.check] as const) {
      const [port = 0] = await freePorts(1)
      const address = new URL(`servers/${target.framework.toLowerCase()}.ts`, import.meta.url)
      const setup = { ...keys, check, algorithm: target.algorithm, port }
      const baseUrl = `http://127.0.0.1:${port}`
      running.push(await startServer(address, { ...setup, baseUrl }))
    }
    const [bare, own] = running
    if (bare === undefined || own === undefined) throw new Error('a server is missing')
    return await compare(target, { own, bare }, { warmUp, seconds })
  } finally {
    for (const server of running) server.stop()
  }
}
