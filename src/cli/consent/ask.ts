/** Asks a person before something is gone for good. */
import { createInterface } from 'node:readline/promises'
import { UsageError } from '../usage.ts'

/**
 * Whether a person at the terminal says yes. Without a terminal nobody can be asked.
 *
 * @throws UsageError where there is no terminal
 */
export async function agrees(question: string, help: string): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) {
    throw new UsageError('nobody can be asked here: say --yes', help)
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  try {
    // Ctrl-C and Ctrl-D close it, which is no.
    const closed = new Promise<undefined>((resolve) => {
      terminal.once('close', () => resolve(undefined))
    })
    const answer = await Promise.race([terminal.question(`${question} [y/N] `), closed])
    if (answer === undefined) process.stderr.write('\n')
    return /^y(es)?$/i.test((answer ?? '').trim())
  } finally {
    terminal.close()
  }
}
