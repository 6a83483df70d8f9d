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
    throw new UsageError(sentence, help)
  }
}
