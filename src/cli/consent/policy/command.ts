/** `hallpass consent policy`: the versions of the policy's text. */
import { runWord } from '../words.ts'
import { listPolicies } from './list.ts'
import { publishPolicy } from './publish.ts'
import { showPolicy } from './show.ts'

const POLICY_HELP = `Usage: hallpass consent policy <command> [options]

The text that visitors agree to, version by version. Every record of consent names its version.

Commands:
  publish FILE    Puts another version in force; a material change asks everybody again.
  list            Shows the versions.
  show [VERSION]  Prints the text of a version, or of the one in force.

Options:
  -h, --help  Shows this; after a command, the help of that command.
`

/** Runs the command; gives the exit status. */
export function policyCommand(args: readonly string[]): Promise<number> {
  return runWord(args, {
    name: 'consent policy',
    help: POLICY_HELP,
    words: { publish: publishPolicy, list: listPolicies, show: showPolicy },
  })
}
