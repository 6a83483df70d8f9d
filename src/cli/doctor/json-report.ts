/** The report for a program. Its shape stays: members may come, none goes. */
import type { Finding } from './finding.ts'

/** JSON with a line break at its end. docs/doctor.md describes it. */
export function jsonReport(findings: readonly Finding[], notChecked: readonly string[]): string {
  const ok = findings.every(({ result }) => result !== 'failed')
  const checks = findings.map(({ check, result, found, fix }) => ({
    check,
    result,
    found,
    fix: fix ?? null,
  }))
  return `${JSON.stringify({ version: 1, ok, checks, notChecked }, null, 2)}\n`
}
