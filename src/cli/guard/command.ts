/** `hallpass guard`: sign-in in front of an app that knows nothing of it. */
import { runWord } from '../consent/words.ts'

const GUARD_HELP = `Usage: hallpass guard <command> [options]

Sign-in in front of an app in any language, by settings alone.

Commands:
  serve  Runs the guard as a reverse proxy, or as what another proxy asks.

Options:
  -h, --help  Shows this; after a command, the help of that command.
`

/** Runs the command; gives the exit status. */
export function guardCommand(args: readonly string[]): Promise<number> {
  return runWord(args, {
    name: 'guard',
    help: GUARD_HELP,
    words: { serve: async (rest) => (await import('./serve.ts')).serveCommand(rest) },
  })
}
