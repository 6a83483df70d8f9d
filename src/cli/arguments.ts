/** The arguments after a command, read strictly. */
import { type ParseArgsOptionsConfig, parseArgs } from 'node:util'
import { UsageError } from './usage.ts'

/** What stands on a command line, as `parseArgs` reads it with these options. */
export type Parsed<Options extends ParseArgsOptionsConfig> = ReturnType<
  typeof parseArgs<{ args: string[]; options: Options; allowPositionals: true; strict: true }>
>

/**
 * Reads the arguments after a command.
 *
 * @param help - The command line that shows what there is.
 * @throws UsageError that names what is wrong; never a value that was given
 */
export function readArguments<const Options extends ParseArgsOptionsConfig>(
  args: readonly string[],
  options: Options,
  help: string,
): Parsed<Options> {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true })
  } catch (error) {
    const [sentence = 'unknown arguments'] = error instanceof Error ? error.message.split('. ') : []
    const [, option] = /^Unknown option '(.*)'$/s.exec(sentence) ?? []
    throw new UsageError(
      option === undefined ? sentence : `Unknown option '${shortened(option)}'`,
      help,
    )
  }
}

/** Enough of a word that nobody knows to find it again: it may be a token in the wrong place. */
export function shortened(word: string): string {
  return word.length > MAX_SHOWN ? `${word.slice(0, MAX_SHOWN)}…` : word
}

const MAX_SHOWN = 20
