/** A rule, and where it came from. */
import type { PathRule } from '../guard/rules.ts'

export interface NamedRule {
  readonly rule: PathRule
  /** As a fault names it: `HALLPASS_RULES rule 2`. */
  readonly name: string
  /** Kind and text of its path. */
  readonly spelling: string
}
