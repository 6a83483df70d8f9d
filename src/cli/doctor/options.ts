/** The options of `hallpass doctor`. */
import type { Environment } from '../../guard-env/read.ts'
import { readArguments } from '../arguments.ts'
import { wayIn } from '../guard/way-in.ts'
import { UsageError } from '../usage.ts'

/** What was asked for on the command line. */
export interface DoctorArguments {
  readonly envFile: string | undefined
  readonly config: string | undefined
  /** The settings that options stand for, as for `hallpass guard serve`. */
  readonly settings: Environment
  readonly json: boolean
  readonly isOffline: boolean
  /** Seconds that each call has. */
  readonly timeout: number
  readonly help: boolean
}

/** The text of `hallpass doctor --help`. */
export const DOCTOR_HELP = `Usage: hallpass doctor [options]

Checks the settings of a guard (guardFromEnv, hallpass guard serve) against the live provider and
the public address: says what would fail, and what to do about it. It changes nothing, and prints
no secret.

Options:
  --env-file <file>    Reads the settings from there; what the environment has too comes first.
  --config <file>      The guard's config file, as HALLPASS_CONFIG.
  --upstream <url>     The app, as for hallpass guard serve.
  --forward-auth       For hallpass guard serve --forward-auth.
  --json               Prints JSON.
  --no-network         Checks the settings alone, and asks nobody.
  --timeout <seconds>  How long each call may take (default 8, at most 60).
  -h, --help           Shows this.

The status is 0 when nothing would fail, 1 when something would, 2 for a command line that makes no
sense. Every check: https://github.com/hallpass/hallpass/blob/main/docs/doctor.md
`

const HELP = 'hallpass doctor --help'

const OPTIONS = {
  'env-file': { type: 'string' },
  config: { type: 'string' },
  upstream: { type: 'string' },
  'forward-auth': { type: 'boolean' },
  json: { type: 'boolean', default: false },
  'no-network': { type: 'boolean', default: false },
  timeout: { type: 'string', default: '8' },
  help: { type: 'boolean', short: 'h', default: false },
} as const

/** @throws UsageError that names what is wrong */
export function doctorArguments(args: readonly string[]): DoctorArguments {
  const { values, positionals } = readArguments(args, OPTIONS, HELP)
  if (positionals.length > 0) {
    throw new UsageError('doctor takes options only: --env-file names the settings', HELP)
  }
  for (const name of ['env-file', 'config'] as const) {
    if (values[name] === '') throw new UsageError(`--${name} must name a file`, HELP)
  }
  const timeout = Number(values.timeout)
  if (!/^\d{1,2}$/.test(values.timeout) || timeout < 1 || timeout > 60) {
    throw new UsageError('--timeout must be a number of seconds from 1 to 60', HELP)
  }
  const { config, json, help } = values
  return {
    envFile: values['env-file'],
    config,
    settings: wayIn(values.upstream, values['forward-auth']),
    json,
    isOffline: values['no-network'],
    timeout,
    help,
  }
}
