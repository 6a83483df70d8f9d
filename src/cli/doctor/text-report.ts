/** The report for a person: a line for each finding, and under it what to do. */
import { printable } from '../inspect/json-text.ts'
import type { Finding, Result } from './finding.ts'

/** Paints a sign, or leaves it as it is. */
export type Paint = (result: Result, text: string) => string

const SIGNS: Readonly<Record<Result, string>> = { ok: '✓', warning: '!', failed: '✗' }

/** The lines of a finding, each with a line break at its end. Nothing in it steers a terminal. */
export function findingText({ check, result, found, fix }: Finding, paint: Paint): string {
  const line = `${paint(result, SIGNS[result])} ${check}: ${printable(found)}\n`
  return fix === undefined ? line : `${line}    ${printable(fix)}\n`
}

/** The last line: what it comes to. */
export function summary(findings: readonly Finding[], notChecked: readonly string[]): string {
  const count = (result: Result) => findings.filter((one) => one.result === result).length
  const [wrong, warnings] = [count('failed'), count('warning')]
  const verdict =
    wrong > 0
      ? `${wrong} of ${findings.length} would fail`
      : `Nothing of ${findings.length} would fail`
  const more = warnings === 0 ? '' : `; ${warnings} to know of`
  const rest = notChecked.length === 0 ? '' : `\nNot checked: ${notChecked.join(', ')}.`
  return `\n${verdict}${more}.${rest}\n`
}
