/** `hallpass consent`: runs the central service, and looks after what it keeps. */
import { runWord } from './words.ts'

const CONSENT_HELP = `Usage: hallpass consent <command> [options]

One consent for all sites: the central service, its sites, its policy and its log.

Commands:
  serve   Runs the central service.
  site    Adds, lists and removes the sites that may use it, and rotates their API keys.
  policy  Publishes a version of the policy's text, and shows those that were.
  verify  Checks that nothing in the log was changed, and nothing taken out.
  export  Prints the log, or the receipt of one visitor.
  forget  Erases what can be read of a visitor.
  import  Takes over the choices of an older service, so that nobody is asked again.

All of them work on the same data, also while the service runs: a SQLite file (--data, default
consent.db), or PostgreSQL with DATABASE_URL.

Options:
  -h, --help  Shows this; after a command, the help of that command.
`

/** Runs the command; gives the exit status. */
export function consentCommand(args: readonly string[]): Promise<number> {
  return runWord(args, {
    name: 'consent',
    help: CONSENT_HELP,
    words: {
      serve: async (rest) => (await import('./serve/command.ts')).serveCommand(rest),
      site: async (rest) => (await import('./site/command.ts')).siteCommand(rest),
      policy: async (rest) => (await import('./policy/command.ts')).policyCommand(rest),
      verify: async (rest) => (await import('./log/verify.ts')).verifyCommand(rest),
      export: async (rest) => (await import('./log/export.ts')).exportCommand(rest),
      forget: async (rest) => (await import('./visitor/forget.ts')).forgetCommand(rest),
      import: async (rest) => (await import('./visitor/import.ts')).importCommand(rest),
    },
  })
}
