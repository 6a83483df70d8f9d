/** The options of `hallpass consent serve`. */

import type { StoreTarget } from '../../../consent-service/store/open.ts'
import { isPlaceholder, PLACEHOLDER } from '../../../crypto/placeholder.ts'
import { isLoopbackHost } from '../../../http/loopback.ts'
import { validateBaseUrl } from '../../../http/public-url.ts'
import { validateTrustedProxy } from '../../../http/trusted-proxies.ts'
import { readArguments } from '../../arguments.ts'
import { UsageError } from '../../usage.ts'
import { type Environment, secretSetting, setting } from '../environment.ts'
import { STORE_OPTIONS, storeTarget } from '../store-target.ts'
import { noMoreWords } from '../words.ts'

/** What was asked for on the command line and in the environment. */
export interface ServeArguments {
  readonly target: StoreTarget
  /** 0: any that is free. */
  readonly port: number
  /** Of `/metrics`; 0: any that is free; undefined: there is none. */
  readonly metricsPort: number | undefined
  /** Without brackets. */
  readonly host: string
  /** An origin; undefined: where it listens. */
  readonly baseUrl: string | undefined
  readonly organisation: string | undefined
  readonly dashboardKey: string | undefined
  readonly trustedProxies: readonly string[]
}

/** The text of `hallpass consent serve --help`. */
export const SERVE_HELP = `Usage: hallpass consent serve [options]

Runs the central service: one consent for all sites that were added. Logs are lines of JSON on
stdout. SIGTERM or Ctrl-C lets running requests end; a second one stops it at once.

Options:
  --port <number>        The port (default 8700). 0 takes any that is free.
  --host <address>       Where it listens (default 127.0.0.1: a proxy on this machine reaches it).
  --metrics-port <number>  Answers /metrics for Prometheus on this port of 127.0.0.1. Default:
                         nowhere.
  --base-url <url>       The address that visitors see: https, and a host. Default: where it
                         listens, which serves this machine alone.
  --organisation <name>  Whose sites these are: shown on pages.
  --data <file>          The SQLite file (default consent.db). Without it, a PostgreSQL database
                         that DATABASE_URL names.
  -h, --help             Shows this.

Environment:
  DATABASE_URL              postgres://user:password@host/database. Several instances behind a
                            balancer share one.
  HALLPASS_BASE_URL         As --base-url, which comes first.
  HALLPASS_DASHBOARD_KEY    Opens the dashboard to whoever has it. Without it there is none. To make
                            one: hallpass keys new --name HALLPASS_DASHBOARD_KEY
  HALLPASS_TRUSTED_PROXIES  Addresses of proxies that may say who is asking: addresses, ranges
                            such as 10.0.0.0/8, or loopback, with commas between.

DATABASE_URL_FILE and HALLPASS_DASHBOARD_KEY_FILE name a file that has the value.
`

const HELP = 'hallpass consent serve --help'

const OPTIONS = {
  ...STORE_OPTIONS,
  port: { type: 'string', default: '8700' },
  host: { type: 'string', default: '127.0.0.1' },
  'metrics-port': { type: 'string' },
  'base-url': { type: 'string' },
  organisation: { type: 'string' },
} as const

/** Characters that a key must have, so that it cannot be guessed. `keys new` makes 43. */
const KEY_LENGTH = 16

/**
 * Reads the arguments after `serve`; undefined when the help was asked for.
 *
 * @throws UsageError that names what is wrong, and never a secret
 */
export function serveArguments(
  args: readonly string[],
  env: Environment = process.env,
): ServeArguments | undefined {
  const { values, positionals } = readArguments(args, OPTIONS, HELP)
  if (values.help) return undefined
  noMoreWords(positionals, 'consent serve')
  const port = readPort('--port', values.port)
  const given = values['metrics-port']
  const metricsPort = given === undefined ? undefined : readPort('--metrics-port', given)
  if (metricsPort === port && port !== 0) throw wrong('--metrics-port must be another than --port')
  const host = values.host.replace(/^\[(.*)\]$/, '$1')
  if (!/^[\w.:%-]+$/.test(host)) throw wrong('--host must be an address of this machine')
  const organisation = values.organisation?.trim()
  if (organisation === '' || (organisation?.length ?? 0) > 200) {
    throw wrong('--organisation must be a name')
  }
  return {
    target: storeTarget(values.data, env, HELP),
    port,
    metricsPort,
    host,
    baseUrl: baseUrl(values['base-url'], env, host),
    organisation,
    dashboardKey: dashboardKey(env),
    trustedProxies: trustedProxies(env),
  }
}

function readPort(name: string, value: string): number {
  if (/^\d{1,5}$/.test(value) && Number(value) <= 65_535) return Number(value)
  throw wrong(`${name} must be a number from 0 to 65535`)
}

function baseUrl(option: string | undefined, env: Environment, host: string): string | undefined {
  const url = option ?? setting(env, 'HALLPASS_BASE_URL')
  if (url === undefined) {
    if (isLoopbackHost(host)) return undefined
    throw wrong(
      `--host ${host} lets others in: say with --base-url which address visitors see, such as ` +
        'https://consent.example',
    )
  }
  const name = option === undefined ? 'HALLPASS_BASE_URL' : '--base-url'
  const parsed = URL.parse(url)
  if (parsed?.host && parsed.pathname !== '/') {
    throw wrong(`${name} must not have a path: the service has a host of its own`)
  }
  const fault = validateBaseUrl(url)
  if (fault !== undefined) throw wrong(`${name} ${fault}`)
  return new URL(url).origin
}

function dashboardKey(env: Environment): string | undefined {
  const key = secretSetting(env, 'HALLPASS_DASHBOARD_KEY', HELP)
  if (key === undefined) return key
  if (isPlaceholder(key)) throw wrong(`HALLPASS_DASHBOARD_KEY ${PLACEHOLDER}`)
  if (key.length >= KEY_LENGTH) return key
  throw wrong(
    `HALLPASS_DASHBOARD_KEY must have at least ${KEY_LENGTH} characters. To make one: ` +
      'hallpass keys new --name HALLPASS_DASHBOARD_KEY',
  )
}

function trustedProxies(env: Environment): readonly string[] {
  const text = setting(env, 'HALLPASS_TRUSTED_PROXIES') ?? ''
  const proxies = text
    .split(',')
    .map((proxy) => proxy.trim())
    .filter((proxy) => proxy !== '')
  for (const proxy of proxies) {
    const fault = validateTrustedProxy(proxy)
    if (fault !== undefined) throw wrong(`HALLPASS_TRUSTED_PROXIES: ${proxy} ${fault}`)
  }
  return proxies
}

function wrong(sentence: string): UsageError {
  return new UsageError(sentence, HELP)
}
