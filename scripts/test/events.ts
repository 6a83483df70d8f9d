/** The events of `run()` of node:test that the log is made of, and how a failure reads. */
import { relative, resolve } from 'node:path'
import { inspect } from 'node:util'

/** A test that has ended, as much of it as is read here. */
export interface EndedTest {
  readonly name: string
  readonly file?: string
  readonly line?: number
  readonly skip?: string | boolean
  readonly todo?: string | boolean
  readonly details: {
    readonly duration_ms: number
    readonly error?: Error & { readonly failureType?: string }
  }
}

/** How many tests of a file, or of all, ended how. */
export interface Summary {
  readonly file?: string
  readonly duration_ms: number
  readonly counts: Record<'passed' | 'failed' | 'cancelled' | 'skipped' | 'todo', number>
}

/** One event of `run()`, as much of it as is read here. */
export type Event =
  | { type: 'test:stdout' | 'test:stderr'; data: { file: string; message: string } }
  | { type: 'test:pass' | 'test:fail'; data: EndedTest }
  | { type: 'test:summary'; data: Summary }
  | { type: 'other'; data: never }

/** Whether it stands for a whole file: one that broke, or that has no test in it. */
export function isFile(test: EndedTest): test is EndedTest & { readonly file: string } {
  return resolve(test.name) === test.file
}

/** What to print about a test: nothing if it ran and passed, else where it is and why. */
export function trouble(type: 'test:pass' | 'test:fail', test: EndedTest): string | undefined {
  const name = isFile(test) ? 'the file' : test.name
  const where = test.file === undefined ? '' : ` (${relative('', test.file)}:${test.line ?? 1})`
  const head = `✖ ${name}${where}`
  if (test.skip !== undefined) return `${head}\nis skipped, and no test may be`
  if (test.todo !== undefined) return `${head}\nis marked todo, and no test may be`
  if (type === 'test:pass') return isFile(test) ? `${head}\nhas no test in it` : undefined

  const { error } = test.details
  // What made a suite fail, or cut a test short, is told already.
  if (error?.failureType === 'subtestsFailed') return undefined
  if (error?.failureType === 'cancelledByParent') return undefined
  const cause = error?.cause ?? error
  return `${head}\n${typeof cause === 'string' ? cause : inspect(cause)}`
}
