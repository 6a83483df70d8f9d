/** `hallpass consent policy show`: the text of a version. */
import type { Policy } from '../../../consent-service/store/port.ts'
import { readArguments } from '../../arguments.ts'
import { UsageError } from '../../usage.ts'
import { STORE_HELP, STORE_OPTIONS, storeTarget } from '../store-target.ts'
import { withStore } from '../with-store.ts'
import { askedAbout, kindOf } from './words.ts'

const HELP = 'hallpass consent policy show --help'

const SHOW_HELP = `Usage: hallpass consent policy show [VERSION] [options]

Prints the text of a version of the policy; without a number, of the one in force.

Options:
${STORE_HELP}
`

/** Runs the command; gives the exit status. */
export async function showPolicy(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(args, STORE_OPTIONS, HELP)
  if (values.help) {
    process.stdout.write(SHOW_HELP)
    return 0
  }
  const [version, ...more] = positionals
  if (more.length > 0 || (version !== undefined && !/^[1-9]\d{0,8}$/.test(version))) {
    throw new UsageError('consent policy show takes the number of one version', HELP)
  }
  const target = storeTarget(values.data, process.env, HELP)
  const policies = await withStore(target, (store) => store.policies())
  const policy =
    version === undefined
      ? policies.at(-1)
      : policies.find((one) => one.version === Number(version))
  if (policy === undefined) throw new Error(missing(version))
  process.stdout.write(policyText(policy))
  return 0
}

function missing(version: string | undefined): string {
  if (version === undefined) {
    return 'No policy was published yet. The first: hallpass consent policy publish FILE --wording'
  }
  return `There is no version ${version}. Which there are: hallpass consent policy list`
}

/** A version with its text. */
export function policyText(policy: Policy): string {
  const about = [
    `Version ${policy.version}, a ${kindOf(policy)} change`,
    `Published    ${new Date(policy.createdAt).toISOString()}`,
    `Asked about  ${askedAbout(policy.categories)}`,
    `SHA-256      ${policy.sha256}`,
  ]
  return `${about.join('\n')}\n\n${policy.text}${policy.text.endsWith('\n') ? '' : '\n'}`
}
