/** The two time-outs of a session (OWASP ASVS 5.0, 7.3.1 and 7.3.2). */
import type { SessionState } from './state.ts'

/** In seconds. */
export interface Lifetime {
  /** A session that is not used for so long is over. */
  readonly idle: number
  /** A session is over so long after the login, however much it is used. */
  readonly absolute: number
}

/** When the session ends if nothing more happens (seconds since the epoch). */
export function expiresAt(state: SessionState, lifetime: Lifetime): number {
  if (state.endsAt !== undefined) return state.endsAt
  return Math.min(state.seenAt + lifetime.idle, state.createdAt + lifetime.absolute)
}

/**
 * Whether a session that was written at `seenAt` should be written anew, so that its idle
 * time-out rolls on: after a twentieth of the idle time, at least a minute. Between two writes
 * answers carry no Set-Cookie; the price is that a session may end up to 5 % of `idle` early.
 */
export function rollDue(state: SessionState, lifetime: Lifetime, now: number): boolean {
  if (state.endsAt !== undefined) return false
  return now - state.seenAt >= Math.min(Math.max(60, lifetime.idle / 20), lifetime.idle / 2)
}
