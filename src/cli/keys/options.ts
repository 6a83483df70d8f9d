/** The options of `hallpass keys`. */
import { readArguments } from '../arguments.ts'
import { UsageError } from '../usage.ts'

/** What was asked for on the command line. */
export type KeysArguments =
  | { readonly task: 'help' }
  | { readonly task: 'print'; readonly name: string; readonly fernet: boolean }
  | { readonly task: 'new'; readonly name: string; readonly fernet: boolean; readonly file: string }
  | {
      readonly task: 'prepare' | 'rotate' | 'leaked'
      readonly name: string
      readonly fernet: boolean
      readonly file: string
      readonly dropOld: boolean
    }

/** The text of `hallpass keys --help`. */
export const KEYS_HELP = `Usage: hallpass keys new    [--name NAME] [--fernet] [--file FILE]
       hallpass keys rotate [--name NAME] [--file FILE] [--prepare | --drop-old | --leaked]

Makes secrets for env files.

  new     Prints NAME=<32 random bytes>. With --file, writes it there instead and prints no
          secret; a secret that is there already stays, and that is an error.
  rotate  Puts a new secret into NAME, and the one before it into NAME_OLD. Give a service both,
          newest first, and what the old one sealed or signed still opens. With a NAME_NEXT in
          the file, that becomes the new one.

Options:
  --name <NAME>  The variable (default HALLPASS_SECRET; with --fernet, FERNET_KEY).
  --fernet       (new) Makes a key for Fernet; rotate sees by itself that a key is one.
  --file <file>  The env file (for rotate, default .env). Comments, order, quotes, mode and owner
                 stay; the change is made as a whole or not at all.
  --prepare      Only writes NAME_NEXT, for a fleet: deploy it to all, then rotate.
  --drop-old     Lets a secret in NAME_OLD go for good, which is otherwise an error.
  --leaked       A fresh secret, and neither NAME_OLD nor NAME_NEXT beside it: everybody is
                 signed out.
  -h, --help     Shows this.

Rotating without signing anybody out, step by step:
https://github.com/hallpass/hallpass/blob/main/docs/rotating-keys.md
`

const HELP = 'hallpass keys --help'

const OPTIONS = {
  name: { type: 'string' },
  fernet: { type: 'boolean', default: false },
  file: { type: 'string' },
  prepare: { type: 'boolean', default: false },
  'drop-old': { type: 'boolean', default: false },
  leaked: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const

/**
 * Reads the arguments after `keys`.
 *
 * @throws UsageError that names what is wrong
 */
export function keysArguments(args: readonly string[]): KeysArguments {
  const { values, positionals } = readArguments(args, OPTIONS, HELP)
  if (values.help) return { task: 'help' }
  const [task, ...more] = positionals
  if (task !== 'new' && task !== 'rotate') {
    throw new UsageError('keys needs a word: new or rotate', HELP)
  }
  if (more.length > 0) throw new UsageError(`keys ${task} takes no other words`, HELP)
  const { fernet, prepare, 'drop-old': dropOld, leaked } = values
  const name = values.name ?? (fernet ? 'FERNET_KEY' : 'HALLPASS_SECRET')
  if (!/^[A-Za-z_]\w*$/.test(name)) {
    throw new UsageError('--name must be letters, digits and _, and no digit first', HELP)
  }
  if (values.file === '') throw new UsageError('--file must name a file', HELP)
  if (task === 'rotate') {
    if (prepare && dropOld) throw new UsageError('--prepare drops nothing: leave --drop-old', HELP)
    if (leaked && (prepare || dropOld)) {
      throw new UsageError('--leaked drops all others: leave --prepare and --drop-old', HELP)
    }
    const file = values.file ?? '.env'
    const kind = leaked ? 'leaked' : prepare ? 'prepare' : 'rotate'
    return { task: kind, name, fernet, file, dropOld }
  }
  if (prepare || dropOld || leaked) {
    throw new UsageError('--prepare, --drop-old and --leaked are for rotate', HELP)
  }
  if (values.file === undefined) return { task: 'print', name, fernet }
  return { task: 'new', name, fernet, file: values.file }
}
