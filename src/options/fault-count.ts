/** How many faults there are, in words: `1 fault`, `4 faults`. */
export function faultCount(issues: readonly unknown[]): string {
  return issues.length === 1 ? '1 fault' : `${issues.length} faults`
}
