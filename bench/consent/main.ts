/**
 * `npm run bench:consent`: what a shared consent costs, on a site and in the central service, each
 * beside a bare handler that does the same and beside the same site on Flask. Prints Markdown
 * tables; `--help` says the rest.
 */
import { parseArgs } from 'node:util'
import { type InitResults, measureInit } from './init.ts'
import { measurePreferences, type PreferencesResult } from './preferences.ts'
import { prepare } from './prepare.ts'
import { stayOff } from './process.ts'
import { cpu, markdown, named, rate, shareCells, shares } from './table.ts'
import type { Measured } from './turns.ts'

const HELP = `npm run bench:consent                 about 6 minutes
npm run bench:consent -- --quick      about a minute, a rough picture
  --turns N     seconds that each server is measured, in turn with the others; default 15
  --warm-up N   seconds before that; default 4
  --only WHAT   init or preferences
  --json        everything that was measured, as JSON
  --no-build    takes dist as it is
Needs Linux with two cores, wrk, gunicorn, python3-flask, python3-requests, python3-itsdangerous
and postgresql.`

const { values } = parseArgs({
  options: {
    help: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    'no-build': { type: 'boolean', default: false },
    turns: { type: 'string' },
    'warm-up': { type: 'string' },
    only: { type: 'string' },
  },
})

if (values.help) console.log(HELP)
else await run()

async function run(): Promise<void> {
  const turns = Number(values.turns ?? (values.quick ? 2 : 15))
  const warmUp = Number(values['warm-up'] ?? (values.quick ? 1 : 4))
  if (!values['no-build']) await prepare()
  await stayOff()
  console.error(`Node ${process.versions.node}, ${turns} turns of a second`)
  const options = { turns, warmUp }
  const init = values.only === 'preferences' ? undefined : await measureInit(options)
  const preferences = values.only === 'init' ? [] : await measurePreferences(options)
  if (values.json) return console.log(JSON.stringify({ init, preferences }, null, 2))
  if (init) console.log(`\n${initTable(init)}`)
  if (preferences.length > 0) console.log(`\n${preferencesTable(preferences)}`)
}

function initTable({ measured, pairs, flask }: InitResults): string {
  const bareOf = new Map<string, string>(pairs.map(([bare, own]) => [own, bare]))
  const head = ['/_cookies/init', 'requests/s', 'share of bare', 'half of them', 'CPU, µs']
  const rows = measured.map((one) => {
    const bare = bareOf.get(one.name)
    const share = bare === undefined ? ['', ''] : shareCells(shares(named(measured, bare), one))
    const times = flask.map((name) => timesOf(named(measured, name), one))
    return [one.name, rate(one), ...share, cpu(one), ...times]
  })
  return markdown([...head, ...flask.map((name) => `× ${name}`)], rows, 1)
}

function timesOf(flask: Measured, one: Measured): string {
  return one === flask ? '' : shareCells(shares(flask, one))[0]
}

function preferencesTable(results: readonly PreferencesResult[]): string {
  const head = ['store', 'preferences', 'bare, requests/s', 'service, requests/s', 'share']
  const rows = results.map(({ store, what, bare, own }) => [
    ...[store, what, rate(bare), rate(own)],
    ...[...shareCells(shares(bare, own)), cpu(bare), cpu(own)],
  ])
  return markdown([...head, 'half of them', 'CPU bare, µs', 'CPU service, µs'], rows, 2)
}
