/**
 * `npm run bench:guard`: a signed-in `GET /me` on hallpass and on its neighbours, each beside the
 * bare server of the same framework. Prints a Markdown table.
 *
 *     npm run bench:guard                 3 rounds of 8 pairs of seconds, about 20 minutes
 *     npm run bench:guard -- --quick      1 round of 2, about 3 minutes
 *     npm run bench:guard -- --rounds 5 --seconds 10 --only Fastify
 */
import { parseArgs } from 'node:util'
import { compare, type Row } from './compare.ts'
import { prepare } from './prepare.ts'
import { startServers } from './servers.ts'
import { table } from './table.ts'
import { bareServer, givingServer, TARGETS, type Target } from './targets.ts'

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    rounds: { type: 'string' },
    seconds: { type: 'string' },
    only: { type: 'string', default: '' },
  },
})
const rounds = Number(values.rounds ?? (values.quick ? 1 : 3))
const seconds = Number(values.seconds ?? (values.quick ? 2 : 8))
const warmUp = values.quick ? 1 : 4
const titleOf = ({ framework, name }: Target) => `${framework}, ${name}`
const targets = TARGETS.filter((target) => titleOf(target).includes(values.only))

await prepare()
const rows = new Map<Target, Row>()
console.error(`Node ${process.versions.node}, ${rounds} × ${seconds} pairs of seconds\n`)
for (let round = 1; round <= rounds; round++) await measureAll(round)
console.log(`\n${table([...rows.values()])}`)

/** One round, in processes of its own: what the compiler makes of a server differs by chance. */
async function measureAll(round: number): Promise<void> {
  const servers = await startServers({
    // What others are compared with, and what signs visitors in, is not itself a row.
    ...Object.fromEntries(targets.map(({ framework }) => [framework, bareServer(framework)])),
    ...Object.fromEntries(targets.map((target) => [givingServer(target), givingServer(target)])),
    ...Object.fromEntries(targets.map((target) => [titleOf(target), target.server])),
  })
  try {
    for (const target of targets) {
      const own = servers.get(titleOf(target))
      const bare = servers.get(target.framework)
      const giver = target.server === givingServer(target) ? own : servers.get(givingServer(target))
      const row = await compare(target, { own, bare, giver }, { warmUp, seconds })
      rows.set(target, { ...row, pairs: [...(rows.get(target)?.pairs ?? []), ...row.pairs] })
      console.error(`round ${round}: ${titleOf(target)}`)
    }
  } finally {
    await servers.close()
  }
}
