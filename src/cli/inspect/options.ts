/** The options of `hallpass inspect`. */
import { type Parsed, readArguments } from '../arguments.ts'
import { UsageError } from '../usage.ts'
import type { GivenSecret } from './finding.ts'
import { readSecrets } from './secrets.ts'

/** The text of `hallpass inspect --help`. */
export const INSPECT_HELP = `Usage: hallpass inspect VALUE [options]

Says what a cookie or token is, when it was made, when it runs out, what is inside where that can
be read, and whether a secret opens it. Knows itsdangerous in its variants, Flask's session,
Cookie-Manager, Fernet, JWT, and hallpass's own. Nothing is sent anywhere.

VALUE is the bare value, name=value, or a whole Cookie or Set-Cookie line; - reads it from stdin.
A value that begins with - stands behind --.

Options:
  --secret-env <name>   An environment variable with a secret to try. May be given often, as may
                        the next five.
  --env-file <file>     An env file: all that looks like a secret in it is tried, also NAME_OLD
                        and NAME_NEXT. Only names are printed.
  --secret-file <file>  A file that holds a secret and nothing else.
  --secret <secret>     A secret to try. Others on this machine can see it in the list of
                        processes, and the shell keeps it: better one of those above.
  --salt <salt>         A salt of itsdangerous to try, beside the known ones.
  --purpose <purpose>   A purpose of Sealer to try.
  --max-age <seconds>   Says whether a reader with this maxAge would refuse it.
  --json                Prints JSON.
  -h, --help            Shows this.

A live cookie is a secret, too: with - it stays out of the list of processes. No secret is printed.

Exit status: 0 it is known (and a secret that was given fits), 1 it is not, 2 wrong usage.
`

/** What was asked for on the command line. */
export interface InspectArguments {
  readonly value: string | undefined
  readonly secrets: readonly GivenSecret[]
  readonly salts: readonly string[]
  readonly purposes: readonly string[]
  readonly maxAge: number | undefined
  readonly json: boolean
  readonly help: boolean
}

const HELP = 'hallpass inspect --help'

const list = { type: 'string', multiple: true, default: [] as string[] } as const

/**
 * Reads the arguments after `inspect`.
 *
 * @throws UsageError that names what is wrong, and never a secret
 */
export function inspectArguments(args: readonly string[]): InspectArguments {
  const { values, positionals } = readArguments(args, OPTIONS, HELP)
  const [value, ...more] = positionals
  if (more.length > 0) throw wrong('one value at a time: put quotes around a value with spaces')
  if (value === undefined && !values.help) throw wrong('which value?')
  const age = values['max-age']
  if (age !== undefined && !/^\d{1,10}$/.test(age)) throw wrong('--max-age must be seconds')
  return {
    value,
    secrets: values.help ? [] : secretsOf(values),
    salts: values.salt,
    purposes: values.purpose,
    maxAge: age === undefined ? undefined : Number(age),
    json: values.json,
    help: values.help,
  }
}

const OPTIONS = {
  secret: list,
  'secret-env': list,
  'secret-file': list,
  'env-file': list,
  salt: list,
  purpose: list,
  'max-age': { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const

type Values = Parsed<typeof OPTIONS>['values']

function secretsOf(values: Values): readonly GivenSecret[] {
  const { secret, 'secret-env': env, 'secret-file': file, 'env-file': envFile } = values
  try {
    return readSecrets({ secret, env, file, envFile })
  } catch (error) {
    throw wrong(error instanceof Error ? error.message : String(error))
  }
}

function wrong(sentence: string): UsageError {
  return new UsageError(sentence, HELP)
}
