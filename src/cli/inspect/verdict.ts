/** Whether a reader with a certain `maxAge` would take a value. */
import type { Finding } from './finding.ts'
import { spoken } from './moment.ts'

/** A judgement on an age, and why. */
export interface Verdict {
  /** Undefined when there is no time to judge by. */
  readonly refused: boolean | undefined
  readonly because: string
}

/**
 * Judges a finding by its age.
 *
 * @param maxAge - Seconds.
 * @param now - Seconds since the epoch.
 */
export function verdictOf({ kind, madeAt }: Finding, maxAge: number, now: number): Verdict {
  if (madeAt === undefined) return { refused: undefined, because: 'no time in it can be read' }
  const age = now - madeAt
  // Fernet allows for clocks that differ by a minute.
  const skew = kind === 'fernet' ? 60 : 0
  if (age < -skew) {
    const because = `made ${spoken(-age)} in the future; compare the clocks of both machines`
    return { refused: true, because }
  }
  const allowed = `${maxAge} seconds are allowed, and it is ${age} seconds old`
  return { refused: age > maxAge, because: allowed }
}
