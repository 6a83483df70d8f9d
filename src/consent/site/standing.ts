/** What is known of the service, and its text in the cache of a fleet. */

/** What is known of the service. */
export interface Standing {
  readonly up: boolean
  /** Whether it passes `state` through, so that callbacks are bound to their browser. */
  readonly ours: boolean
  /** The version of the policy in force, where it says one. */
  readonly policy: number | undefined
  /** When it was found out, in seconds since the epoch. */
  readonly at: number
}

/** The longest text that is read. */
const MAX_LENGTH = 200

export function writeStanding(standing: Standing): string {
  return JSON.stringify(standing)
}

/** Undefined for what `writeStanding` did not write. Never throws. */
export function readStanding(text: unknown, now: number): Standing | undefined {
  if (typeof text !== 'string' || text.length > MAX_LENGTH) return undefined
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return undefined
  }
  if (typeof value !== 'object' || value === null) return undefined
  const { up, ours, policy, at }: Record<string, unknown> = { ...value }
  if (typeof up !== 'boolean' || typeof ours !== 'boolean' || !isNumber(at)) return undefined
  // A clock that is fast must not make its answer count for longer than ours.
  return { up, ours, policy: isNumber(policy) ? policy : undefined, at: Math.min(at, now) }
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value)
}
