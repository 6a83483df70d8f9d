/** The options of `hallpass guard serve`: names for settings of the environment. */
import { parseEnv } from 'node:util'
import type { ConfigIssue } from '../../errors.ts'
import type { Environment } from '../../guard-env/read.ts'
import { readArguments } from '../arguments.ts'
import { readText } from '../consent/files.ts'
import { noMoreWords } from '../consent/words.ts'
import { SETTINGS_PAGE } from './settings-page.ts'
import { wayIn } from './way-in.ts'

/** The text of `hallpass guard serve --help`. */
export const SERVE_HELP: string = `Usage: hallpass guard serve [options]

Puts sign-in in front of an app that knows nothing of it: as a reverse proxy (--upstream), or as
what nginx, Caddy or Traefik ask before they let a request through (--forward-auth). The settings
of the guard are those of the environment. Logs are lines of JSON on stdout. SIGTERM or Ctrl-C lets
running requests end, for 10 seconds at most; a second one stops it at once.

Options:
  --upstream <url>       The app: http://127.0.0.1:9000. Several are named in the config file.
  --forward-auth         Answers other proxies at /_hallpass/auth instead.
  --port <number>        The port (default 8701). 0 takes any that is free.
  --host <address>       Where it listens (default 127.0.0.1).
  --env-file <file>      Settings from a file. What the environment has already comes first.
  --config <file>        The config file: hallpass.config.ts, .js or .json.
  --metrics-port <number>  Answers /metrics for Prometheus on this port of 127.0.0.1. Default:
                         nowhere.
  -h, --help             Shows this.

Environment, where an option of the same meaning comes first:
  HALLPASS_UPSTREAM, HALLPASS_FORWARD_AUTH, HALLPASS_PORT, HALLPASS_HOST, HALLPASS_CONFIG,
  HALLPASS_METRICS_PORT
  HALLPASS_BASE_URL                   The address that visitors see; several with commas between.
                                      Default: where it listens.
  HALLPASS_METRICS_HOST               Where /metrics is answered (default 127.0.0.1).
  HALLPASS_TLS_CERT, HALLPASS_TLS_KEY  Files of a certificate and its key, as PEM: speaks https.
                                      SIGHUP reads them again.
  HALLPASS_UPSTREAM_CONNECT_TIMEOUT   Seconds (default 5).
  HALLPASS_UPSTREAM_TIMEOUT           Seconds that the app may take to begin its answer (default 60).
  HALLPASS_HEALTH_PATH                Asked of the app now and then. Default: only whether it listens.
  HALLPASS_IDENTITY_HEADERS           Which headers tell the app who it is.
  HALLPASS_ACCESS_LOG                 on (default), off, or users: with who was signed in.

Every setting: ${SETTINGS_PAGE}
`

const HELP = 'hallpass guard serve --help'

const OPTIONS = {
  upstream: { type: 'string' },
  'forward-auth': { type: 'boolean' },
  port: { type: 'string' },
  host: { type: 'string' },
  'env-file': { type: 'string' },
  config: { type: 'string' },
  'metrics-port': { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const

/** Which option stands for which setting. */
const SETTINGS = [
  ['upstream', 'HALLPASS_UPSTREAM'],
  ['forward-auth', 'HALLPASS_FORWARD_AUTH'],
  ['port', 'HALLPASS_PORT'],
  ['host', 'HALLPASS_HOST'],
  ['config', 'HALLPASS_CONFIG'],
  ['metrics-port', 'HALLPASS_METRICS_PORT'],
] as const

/** What was asked for. */
export interface ServeArguments {
  /** The environment, with the env file behind it and the options in front. */
  readonly env: Environment
  /** A text with the names of settings, as it was asked for: with the options that were given. */
  named(text: string): string
}

/**
 * Reads the arguments after `serve`; undefined when the help was asked for.
 *
 * @throws UsageError that names what is wrong, and never a value
 * @throws Error where the env file cannot be read
 */
export function serveArguments(
  args: readonly string[],
  environment: Environment = process.env,
): ServeArguments | undefined {
  const { values, positionals } = readArguments(args, OPTIONS, HELP)
  if (values.help) return undefined
  noMoreWords(positionals, 'guard serve')
  const file = values['env-file']
  const given = SETTINGS.flatMap(([option, name]) => {
    const value = values[option]
    return value === undefined ? [] : [{ option: `--${option}`, name, value: String(value) }]
  })
  const env: Record<string, string | undefined> = {
    ...(file === undefined ? {} : parseEnv(readText(file, `--env-file ${file}`))),
    ...environment,
    ...wayIn(values.upstream, values['forward-auth']),
    ...Object.fromEntries(given.map(({ name, value }) => [name, value])),
  }
  return {
    env,
    named: (text) =>
      given.reduce(
        (said, { option, name }) => said.replace(new RegExp(`\\b${name}\\b(?!_)`, 'g'), option),
        text,
      ),
  }
}

/** The page of text for settings that are wrong: all of them, each by its name. */
export function faultPage(issues: readonly ConfigIssue[], named: (text: string) => string): string {
  const lines = issues.map(({ path, message }) => {
    return `  - ${named(path)} ${named(message)}`
  })
  const count = issues.length === 1 ? 'a setting is' : `${issues.length} settings are`
  return [
    `the guard was not started: ${count} wrong.`,
    '',
    ...new Set(lines),
    '',
    'Nothing is served until this is right. "hallpass doctor" checks the settings against the',
    `provider. All of them: ${SETTINGS_PAGE}`,
  ].join('\n')
}
