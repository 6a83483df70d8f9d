/** The groups of tests: the unit tests beside the sources, and each folder of `tests/`. */
import { globSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import { run } from 'node:test'
import { type Event, isFile, trouble } from './events.ts'
import { indent, label, seconds, write } from './steps.ts'

/** The folders of `tests/` that must be there, in the order they run: quick ones first. */
export const FOLDERS: readonly string[] = ['package', 'python', 'provider', 'adapters', 'e2e']

/** When no test has ended for so long, the group is stopped. */
const SILENCE_MS = 300_000

/** Some tests, run together. */
export interface Group {
  readonly name: string
  readonly files: readonly string[]
  /** How many files run at once: browsers and frameworks fill a small machine alone. */
  readonly concurrency: number
}

/** What came of a group. */
export interface Counts {
  passed: number
  failed: number
}

/** Every group there is; a folder of `FOLDERS` without tests is a group without files. */
export function allGroups(): Group[] {
  const files = globSync('tests/**/*.test.ts', {
    exclude: (path) => /(^|\/)(node_modules|\.next)(\/|$)/.test(path),
  })
  const found = files.map((file) => file.split('/')[1] ?? '').sort()
  const folders = [...new Set([...FOLDERS, ...found])]
  return [
    { name: 'unit', files: globSync('src/**/*.test.ts').sort(), concurrency: 2 },
    // The examples that have tests of their own run on the package as it is built.
    { name: 'example', files: globSync('examples/**/*.test.ts').sort(), concurrency: 1 },
    ...folders.map((name) => ({
      name,
      files: files.filter((file) => file.startsWith(`tests/${name}/`)).sort(),
      concurrency: 1,
    })),
  ]
}

/** Runs a group; prints a line for each file as it ends (for units a dot), and each failure. */
export async function runGroup(group: Group): Promise<Counts> {
  if (group.files.length === 0) {
    write(`${label(group.name)}FAILED: there is no test here\n`)
    return { passed: 0, failed: 1 }
  }
  const start = performance.now()
  const dots = group.name === 'unit'
  write(dots ? label(group.name) : `  ${group.name}\n`)
  const ended = (file: string, counts: Counts, time: number) => {
    if (dots) return write(counts.failed > 0 ? 'F' : '.')
    const name = relative(`tests/${group.name}`, file)
    write(`${label(`  ${name}`)}${tally(counts)}${seconds(time)}\n`)
  }

  const { counts, troubles } = await follow(group, ended)
  if (dots) write(`\n${label('')}${tally(counts)}${seconds(performance.now() - start)}\n`)
  for (const text of troubles) write(`\n${indent(text)}\n`)
  if (troubles.length > 0) write('\n')
  return counts
}

/** Runs the files and gathers what the events say. */
async function follow(
  group: Group,
  ended: (file: string, counts: Counts, time: number) => void,
): Promise<{ counts: Counts; troubles: string[] }> {
  const counts: Counts = { passed: 0, failed: 0 }
  const troubles: string[] = []
  let empty = 0
  const printed = new Map<string, string>()
  const stop = new AbortController()
  const watch = setTimeout(() => {
    troubles.push(`No test has ended for ${SILENCE_MS / 1000} s: the group was stopped.`)
    stop.abort()
  }, SILENCE_MS)

  const events: AsyncIterable<Event> = run({
    files: [...group.files],
    concurrency: group.concurrency,
    signal: stop.signal,
  })
  for await (const { type, data } of events) {
    if (type === 'test:stdout' || type === 'test:stderr') {
      const file = resolve(data.file)
      printed.set(file, (printed.get(file) ?? '') + data.message)
    } else if (type === 'test:pass' || type === 'test:fail') {
      watch.refresh()
      const text = trouble(type, data)
      if (text !== undefined) troubles.push(text)
      if (isFile(data)) {
        // The file itself went wrong, so no summary of it follows.
        ended(data.file, { passed: 0, failed: 1 }, data.details.duration_ms)
        const output = printed.get(data.file)
        if (output !== undefined) troubles.push(output)
        if (type === 'test:pass') empty += 1
      }
    } else if (type === 'test:summary') {
      const { passed, ...others } = data.counts
      const failed = others.failed + others.cancelled + others.skipped + others.todo
      if (data.file === undefined) {
        Object.assign(counts, { passed: passed - empty, failed: failed + empty })
      } else {
        ended(data.file, { passed, failed }, data.duration_ms)
        const output = printed.get(data.file)
        if (failed > 0 && output !== undefined) troubles.push(`It printed:\n${output}`)
      }
    }
  }
  clearTimeout(watch)
  return { counts, troubles }
}

function tally({ passed, failed }: Counts): string {
  return (failed === 0 ? `${passed} passed` : `${failed} FAILED`).padEnd(12)
}
