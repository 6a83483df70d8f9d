/** Commands that are made of words: `consent site add`. */
import { shortened } from '../arguments.ts'
import { UsageError } from '../usage.ts'

/** A command whose next word says what to do. */
export interface Words {
  /** The words before it: `consent site`. */
  readonly name: string
  /** The text of its `--help`. */
  readonly help: string
  /** What each word does with the arguments after it. */
  readonly words: Readonly<Record<string, (args: readonly string[]) => Promise<number>>>
}

/**
 * Runs what the first argument names; gives the exit status.
 *
 * @throws UsageError that says which words there are
 */
export async function runWord(
  [word, ...rest]: readonly string[],
  { name, help, words }: Words,
): Promise<number> {
  if (word === '-h' || word === '--help') {
    process.stdout.write(help)
    return 0
  }
  const run = word !== undefined && Object.hasOwn(words, word) ? words[word] : undefined
  if (run !== undefined) return run(rest)
  const known = new Intl.ListFormat('en', { type: 'disjunction' }).format(Object.keys(words))
  const fault =
    word === undefined || word.startsWith('-')
      ? `${name} needs a word: ${known}`
      : `there is no "${name} ${shortened(word)}": ${known}`
  throw new UsageError(fault, `hallpass ${name} --help`)
}

/**
 * Nothing stands behind the command but options.
 *
 * @throws UsageError when something does
 */
export function noMoreWords(positionals: readonly string[], name: string): void {
  if (positionals.length === 0) return
  throw new UsageError(`${name} takes no other words`, `hallpass ${name} --help`)
}
