/** `hallpass consent site remove`: a site may not use the service any more. */
import { readArguments } from '../../arguments.ts'
import { agrees } from '../ask.ts'
import { STORE_HELP, STORE_OPTIONS, storeTarget } from '../store-target.ts'
import { withStore } from '../with-store.ts'
import { originOf } from './origin.ts'
import { theOrigin, theSite } from './site.ts'

const HELP = 'hallpass consent site remove --help'

const REMOVE_HELP = `Usage: hallpass consent site remove ORIGIN [options]

Removes a site: its API keys are refused, and no visitor is sent back to it. A service that runs
sees it within 5 seconds. What visitors chose, and the log, stay.

Options:
  --yes                Does not ask.
${STORE_HELP}
`

const OPTIONS = { ...STORE_OPTIONS, yes: { type: 'boolean', default: false } } as const

/** Runs the command; gives the exit status. */
export async function removeSite(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(args, OPTIONS, HELP)
  if (values.help) {
    process.stdout.write(REMOVE_HELP)
    return 0
  }
  const origin = originOf(theOrigin(positionals, HELP), HELP)
  const target = storeTarget(values.data, process.env, HELP)
  return withStore(target, async (store) => {
    const { id } = await theSite(store, origin)
    const question = `Remove ${origin}? Its API keys are refused from then on.`
    if (!values.yes && !(await agrees(question, HELP))) {
      process.stdout.write('Nothing was changed.\n')
      return 1
    }
    await store.removeSite(id)
    process.stdout.write(`${origin} was removed.\n`)
    return 0
  })
}
