/** `hallpass consent policy list`: the versions that were published. */
import type { Policy } from '../../../consent-service/store/port.ts'
import { readArguments } from '../../arguments.ts'
import { STORE_HELP, STORE_OPTIONS, storeTarget } from '../store-target.ts'
import { table } from '../table.ts'
import { withStore } from '../with-store.ts'
import { noMoreWords } from '../words.ts'
import { askedAbout, kindOf } from './words.ts'

const HELP = 'hallpass consent policy list --help'

const LIST_HELP = `Usage: hallpass consent policy list [options]

Shows the versions of the policy; the last one is in force.

Options:
${STORE_HELP}
`

/** Runs the command; gives the exit status. */
export async function listPolicies(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(args, STORE_OPTIONS, HELP)
  if (values.help) {
    process.stdout.write(LIST_HELP)
    return 0
  }
  noMoreWords(positionals, 'consent policy list')
  const target = storeTarget(values.data, process.env, HELP)
  const policies = await withStore(target, (store) => store.policies())
  process.stdout.write(policiesText(policies))
  return 0
}

/** The versions as a table. */
export function policiesText(policies: readonly Policy[]): string {
  if (policies.length === 0) {
    return 'No policy was published yet. The first: hallpass consent policy publish FILE --wording\n'
  }
  const rows = policies.map((policy) => [
    String(policy.version),
    new Date(policy.createdAt).toISOString().slice(0, 16).replace('T', ' '),
    kindOf(policy),
    policy.sha256.slice(0, 16),
    askedAbout(policy.categories),
  ])
  return table([['Version', 'Published (UTC)', 'Change', 'SHA-256', 'Asked about'], ...rows])
}
