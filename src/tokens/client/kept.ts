/** What a client keeps of a login: the two tokens, and until when the short-lived one is good. */
import { lifetimeOf, objectOf, readClaims } from './claims.ts'

/** The tokens of a login. */
export interface Kept {
  readonly token: string
  readonly refreshToken: string
  /** When the token runs out, in seconds by the clock of this machine. */
  readonly until?: number
  /** For how many seconds the token was good when it came. */
  readonly life?: number
}

/**
 * What an answer of the service gives; undefined where it has no tokens.
 *
 * @param askedAt - When it was asked for, in seconds: the token is not younger than that.
 */
export function keptOf(answer: unknown, askedAt: number): Kept | undefined {
  const { token, refreshToken } = objectOf(answer) ?? {}
  if (typeof token !== 'string' || typeof refreshToken !== 'string') return undefined
  if (token === '' || refreshToken === '') return undefined
  const life = lifetimeOf(readClaims(token) ?? {})
  return { token, refreshToken, ...(life !== undefined && { life, until: askedAt + life }) }
}

/** What a storage had; undefined for nothing, and for what is not ours. */
export function parseKept(text: string | null | undefined): Kept | undefined {
  if (typeof text !== 'string') return undefined
  try {
    const { token, refreshToken, until, life } = objectOf(JSON.parse(text)) ?? {}
    if (typeof token !== 'string' || typeof refreshToken !== 'string') return undefined
    const hasTimes = typeof until === 'number' && typeof life === 'number'
    return { token, refreshToken, ...(hasTimes && { until, life }) }
  } catch {
    return undefined
  }
}

/** How good a token is: `good`, `aging` (to be renewed, but good), or `spent`. */
export type Condition = 'good' | 'aging' | 'spent'

/**
 * A token that is good for longer than it was when it came shows a clock that was set back, so
 * that nothing is known of it.
 *
 * @param renewBefore - Seconds before its end; at most a quarter of its life counts.
 */
export function conditionOf({ until, life }: Kept, now: number, renewBefore: number): Condition {
  if (until === undefined || life === undefined) return 'good'
  const left = until - now
  if (left <= 0 || left > life) return 'spent'
  return left > Math.min(renewBefore, life / 4) ? 'good' : 'aging'
}
