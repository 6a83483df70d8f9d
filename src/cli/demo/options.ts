/** The options of `hallpass demo`. */
import { parseArgs } from 'node:util'
import { UsageError } from '../usage.ts'

/** What was asked for on the command line. */
export interface DemoArguments {
  readonly port: number
  readonly folder: string
  readonly help: boolean
}

/** The text of `hallpass demo --help`. */
export const DEMO_HELP = `Usage: hallpass demo [options]

Starts a provider, a shop, a newspaper and their consent service on this machine, to see hallpass
at work.

Options:
  --port <number>  The provider's port; the others take the three after it (default 9000).
                   A port that is taken is passed over. 0 takes any that are free.
  --data <folder>  Where it keeps its keys and data (default .hallpass-demo).
                   While another demo runs on it, the next is taken: <folder>-2.
  -h, --help       Shows this.
`

/**
 * Reads the arguments after `demo`.
 *
 * @throws UsageError that names what is wrong
 */
export function demoArguments(args: readonly string[]): DemoArguments {
  const { port, data, help } = parse(args)
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_532) {
    throw wrong(`--port must be a number from 0 to 65532, not "${port}"`)
  }
  if (data === '') throw wrong('--data must name a folder')
  return { port: Number(port), folder: data, help }
}

function parse(args: readonly string[]): { port: string; data: string; help: boolean } {
  try {
    return parseArgs({
      args: [...args],
      options: {
        port: { type: 'string', default: '9000' },
        data: { type: 'string', default: '.hallpass-demo' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values
  } catch (error) {
    const [sentence = 'unknown arguments'] = error instanceof Error ? error.message.split('. ') : []
    throw wrong(sentence)
  }
}

function wrong(sentence: string): UsageError {
  return new UsageError(sentence, 'hallpass demo --help')
}
