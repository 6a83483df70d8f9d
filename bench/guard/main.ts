/**
 * `npm run bench:guard`: a signed-in `GET /me` on a bare server, on hallpass and on its
 * neighbours, in one run. Prints a Markdown table.
 *
 *     npm run bench:guard                 3 rounds of 8 seconds, about 7 minutes
 *     npm run bench:guard -- --quick      1 round of 2 seconds
 *     npm run bench:guard -- --rounds 5 --seconds 10 --only Fastify
 */
import { randomBytes } from 'node:crypto'
import { parseArgs } from 'node:util'
import { startProvider } from '../../src/cli/demo/provider.ts'
import { freePorts } from '../../tests/support/free-ports.ts'
import { check } from './check.ts'
import { load } from './load.ts'
import { prepare } from './prepare.ts'
import { type RunningServer, startServer } from './server.ts'
import { CLIENT } from './servers/setup.ts'
import { ACCOUNT, signIn } from './sign-in.ts'
import { type Row, table } from './table.ts'
import { TARGETS, type Target } from './targets.ts'

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
const warmUp = values.quick ? 1 : 2
const targets = TARGETS.filter(
  ({ framework, name }) => name === 'bare' || `${framework} ${name}`.includes(values.only),
)

await prepare()
const servers = await startServers([...new Set(targets.map(({ server }) => server))])
try {
  console.error(`Node ${process.versions.node}, ${rounds} × ${seconds} s\n`)
  const rows = new Map<Target, Row>()
  for (let round = 1; round <= rounds; round++) {
    for (const target of targets) {
      const row = await measure(target, rows.get(target))
      rows.set(target, row)
      const rate = Math.round(row.rates.at(-1) ?? 0)
      console.error(
        `round ${round}  ${target.framework.padEnd(8)} ${target.name.padEnd(28)} ${rate}`,
      )
    }
  }
  console.log(`\n${table([...rows.values()])}`)
} finally {
  await servers.close()
}

/** One more round of a target, which signs in anew: a cookie that gets old is written again. */
async function measure(target: Target, before: Row | undefined): Promise<Row> {
  const server = servers.get(target.server)
  const cookies = await signIn(target, server)
  await check(target, server, cookies)
  const rate = await load(`${server.baseUrl}/me`, cookies, { warmUp, seconds })
  return {
    target,
    cookie: cookies[0]?.length ?? 0,
    rates: [...(before?.rates ?? []), rate],
    memory: server.memory(),
  }
}

async function startServers(names: readonly string[]) {
  const ports = await freePorts(names.length)
  // The provider is on another host than the apps, or a browser would send it their cookies.
  const baseUrls = ports.map((port) => `http://127.0.0.1:${port}`)
  const provider = await startProvider({
    host: 'localhost',
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        token_endpoint_auth_method: 'client_secret_post',
        redirect_uris: baseUrls.flatMap((url) => [`${url}/auth/callback`, `${url}/callback`]),
      },
    ],
    accounts: [ACCOUNT],
    accessTokenTtl: 3600,
  })
  const running = new Map<string, RunningServer>()
  const close = async () => {
    for (const server of running.values()) server.stop()
    await provider.close()
  }
  const get = (name: string): RunningServer => {
    const server = running.get(name)
    if (server === undefined) throw new Error(`${name} is not running`)
    return server
  }
  try {
    for (const [i, name] of names.entries()) {
      const setup = {
        port: ports[i] ?? 0,
        baseUrl: baseUrls[i] ?? '',
        issuer: provider.issuer,
        secret: randomBytes(32).toString('hex'),
      }
      running.set(name, await startServer(name, setup))
    }
  } catch (error) {
    await close()
    throw error
  }
  return { get, close }
}
