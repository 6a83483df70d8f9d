/** `hallpass consent forget`: erases what can be read of a visitor. */
import { readArguments } from '../../arguments.ts'
import { UsageError } from '../../usage.ts'
import { agrees } from '../ask.ts'
import { STORE_HELP, STORE_OPTIONS, storeTarget } from '../store-target.ts'
import { withStore } from '../with-store.ts'
import { visitorId } from './visitor-id.ts'

const HELP = 'hallpass consent forget --help'

const FORGET_HELP = `Usage: hallpass consent forget UUID [options]

Erases what can be read of a visitor: their choice, the sites that know them, and their records in
the log. The log can still be verified; it says that something was forgotten, and not what. Their
sites ask them again, as somebody new.

Options:
  --yes                Does not ask.
${STORE_HELP}
`

const OPTIONS = { ...STORE_OPTIONS, yes: { type: 'boolean', default: false } } as const

/** Runs the command; gives the exit status. */
export async function forgetCommand(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(args, OPTIONS, HELP)
  if (values.help) {
    process.stdout.write(FORGET_HELP)
    return 0
  }
  const [given, ...more] = positionals
  if (given === undefined || more.length > 0) {
    throw new UsageError('which visitor? Give one UUID', HELP)
  }
  const visitor = visitorId(given, HELP)
  const target = storeTarget(values.data, process.env, HELP)
  return withStore(target, async (store) => {
    if ((await store.visitor(visitor)) === undefined) throw new Error(unknown(visitor))
    const question = `Forget visitor ${visitor} for good?`
    if (!values.yes && !(await agrees(question, HELP))) {
      process.stdout.write('Nothing was changed.\n')
      return 1
    }
    // Somebody else may have been faster.
    if (!(await store.forget(visitor, Date.now()))) throw new Error(unknown(visitor))
    process.stdout.write(`Visitor ${visitor} was forgotten. The log can still be verified.\n`)
    return 0
  })
}

function unknown(visitor: string): string {
  return `There is no visitor ${visitor}, or they were forgotten already.`
}
