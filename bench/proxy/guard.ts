/** `hallpass guard serve` of the built package: in front of the app, or asked by nginx. */
import { type Running, startServer } from './process.ts'
import { addressOf, CLIENT, SCOPE, SERVER_CORE, type Setup } from './setup.ts'

const PROGRAM = new URL('../../dist/cli/main.js', import.meta.url).pathname

/** The reverse proxy. `profile` is a folder that gets a CPU profile when it stops. */
export function startGuard(setup: Setup, profile?: string): Promise<Running> {
  const own = { HALLPASS_UPSTREAM: setup.app, HALLPASS_BASE_URL: addressOf(setup, 'guard') }
  return start(setup, 'guard', own, profile)
}

/** What nginx asks. */
export function startAuth(setup: Setup, profile?: string): Promise<Running> {
  const own = {
    HALLPASS_FORWARD_AUTH: 'true',
    HALLPASS_TRUSTED_PROXIES: 'loopback',
    HALLPASS_BASE_URL: addressOf(setup, 'nginxAuth'),
  }
  return start(setup, 'auth', own, profile)
}

function start(
  setup: Setup,
  place: 'guard' | 'auth',
  own: Readonly<Record<string, string>>,
  profile: string | undefined,
): Promise<Running> {
  const flags = profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`]
  return startServer({
    name: `hallpass (${place})`,
    command: [process.execPath, ...flags, PROGRAM, 'guard', 'serve'],
    core: SERVER_CORE,
    url: `${addressOf(setup, place)}/_status/check`,
    env: {
      AGS_CLIENT_ISSUER: setup.issuer,
      AGS_CLIENT_ID: CLIENT.id,
      AGS_CLIENT_SECRET: CLIENT.secret,
      AGS_CLIENT_SESSION_SECRET: 'the-secret-of-a-run-on-this-machine',
      HALLPASS_DEFAULT_ACCESS: 'login',
      HALLPASS_SCOPE: SCOPE,
      HALLPASS_ACCESS_LOG: 'off',
      HALLPASS_PORT: String(setup.ports[place]),
      ...own,
    },
  })
}
