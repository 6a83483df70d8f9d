/** The log of `npm test`: a line for each step, with its time; more only when it fails. */
import type { Outcome } from './command.ts'

const WIDTH = 34

/** Writes text as it is; the log grows while a step runs. */
export function write(text: string): void {
  process.stdout.write(text)
}

/** The seconds since `start` (of `performance.now()`), as `3.2 s`. */
export function since(start: number): string {
  return seconds(performance.now() - start)
}

/** Milliseconds as `3.2 s`. */
export function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`.padStart(8)
}

/** The name of a step, so wide that what follows stands in a column. */
export function label(name: string): string {
  return `  ${name}`.padEnd(WIDTH)
}

/** Moves a text to the right, to stand below its step. */
export function indent(text: string): string {
  return text.trimEnd().replace(/^(?=.)/gm, '      ')
}

/** Runs one step, prints its line, and its output if it failed. */
export async function step(name: string, run: () => Promise<Outcome>): Promise<boolean> {
  const start = performance.now()
  write(label(name))
  const { ok, output } = await run()
  write(`${ok ? 'ok    ' : 'FAILED'}      ${since(start)}\n`)
  if (!ok) write(`\n${indent(output)}\n\n`)
  return ok
}
