/**
 * `npm run bench:proxy`: a signed-in GET of 1 KB through our proxy, through nginx that asks ours,
 * and through Apache with mod_auth_openidc, beside the app alone. Prints a Markdown table.
 *
 *     npm run bench:proxy                         5 rounds of 5 seconds each, about 4 minutes
 *     npm run bench:proxy -- --rounds 3 --seconds 2 --no-build --profile FOLDER
 *
 * Needs Linux with two cores, and wrk, nginx, apache2 and libapache2-mod-auth-openidc of Debian.
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { command } from '../../scripts/test/command.ts'
import { startProvider } from '../../src/cli/demo/provider.ts'
import { freePorts } from '../../tests/support/free-ports.ts'
import { startApache } from './apache.ts'
import { startAuth, startGuard } from './guard.ts'
import { load } from './load.ts'
import { startApp, startAskingNginx, startNginx } from './nginx.ts'
import type { Running } from './process.ts'
import { ACCOUNT, addressOf, CLIENT, OTHER_CORE, PLACES, type Place, type Setup } from './setup.ts'
import { signIn } from './sign-in.ts'
import { type Row, table } from './table.ts'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '5' },
    profile: { type: 'string' },
    'no-build': { type: 'boolean', default: false },
  },
})

const ROWS: readonly (readonly [name: string, place: Place, signIn: boolean])[] = [
  ['the app alone', 'app', false],
  ['nginx, no check', 'nginx', false],
  ['**hallpass guard serve**', 'guard', true],
  ['**nginx asks hallpass**', 'nginxAuth', true],
  ['mod_auth_openidc, session in shared memory', 'apacheShm', true],
  ['mod_auth_openidc, session in the cookie', 'apacheCookie', true],
]

if (!values['no-build']) {
  const { ok, output } = await command(process.execPath, ['scripts/build.ts'])
  if (!ok) throw new Error(output)
}
// This process holds the provider: off the core of what is measured.
await command('taskset', ['-acp', OTHER_CORE, String(process.pid)])

const ports = await freePorts(PLACES.length)
const places = Object.fromEntries(PLACES.map((place, i) => [place, ports[i] ?? 0]))
const where = { ports: places as Record<Place, number> }
const urls = PLACES.map((place) => addressOf(where, place))
const provider = await startProvider({
  // Another host than the servers', or the browser would send it their cookies.
  host: 'localhost',
  clients: [
    {
      client_id: CLIENT.id,
      client_secret: CLIENT.secret,
      redirect_uris: urls.flatMap((url) => [`${url}/callback`, `${url}/oidc_callback`]),
    },
  ],
  accounts: [ACCOUNT],
  accessTokenTtl: 3600,
})
const folder = mkdtempSync(join(tmpdir(), 'hallpass-bench-'))
chmodSync(folder, 0o755)
const setup: Setup = { ...where, folder, issuer: provider.issuer, app: addressOf(where, 'app') }
const running: Running[] = []
try {
  running.push(await startApp(setup))
  running.push(await startNginx(setup))
  running.push(await startGuard(setup, values.profile))
  running.push(await startAuth(setup, values.profile))
  running.push(await startAskingNginx(setup))
  running.push(await startApache(setup, 'apacheShm', 'server-cache'))
  running.push(await startApache(setup, 'apacheCookie', 'client-cookie'))
  console.log(await measured())
} finally {
  for (const server of running.reverse()) await server.stop()
  await provider.close()
  rmSync(folder, { recursive: true, force: true })
}

/** All of them in turn, round by round: each sees the same machine. */
async function measured(): Promise<string> {
  const rows: Row[] = []
  for (const [name, place, signs] of ROWS) {
    const url = `${addressOf(setup, place)}/`
    const cookie = signs ? await signIn(url) : undefined
    rows.push({ name, url, cookie, loads: [] })
    // What compilers make of it, and connections that are kept, are there then.
    await load(url, cookie, 2)
  }
  for (let round = 1; round <= Number(values.rounds); round++) {
    for (const row of rows) {
      row.loads.push(await load(row.url, row.cookie, Number(values.seconds)))
    }
    console.error(`round ${round}`)
  }
  return table(rows)
}
