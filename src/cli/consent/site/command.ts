/** `hallpass consent site`: the sites that may use the service, and their keys. */
import { runWord } from '../words.ts'
import { addSite } from './add.ts'
import { listSites } from './list.ts'
import { removeSite } from './remove.ts'
import { rotateKey } from './rotate.ts'

const SITE_HELP = `Usage: hallpass consent site <command> [options]

The sites that may use the central service.

Commands:
  add ORIGIN     Adds a site, and prints its API key.
  list           Shows the sites, and how many keys each has.
  rotate ORIGIN  Makes a site another API key; the ones before go on for a while.
  remove ORIGIN  Removes a site: its keys are refused from now on.

Options:
  -h, --help  Shows this; after a command, the help of that command.
`

/** Runs the command; gives the exit status. */
export function siteCommand(args: readonly string[]): Promise<number> {
  return runWord(args, {
    name: 'consent site',
    help: SITE_HELP,
    words: { add: addSite, list: listSites, rotate: rotateKey, remove: removeSite },
  })
}
