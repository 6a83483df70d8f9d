/**
 * Sessions that ended before their cookie ran out: after a logout here or at the provider, a
 * copy of the cookie must not open the door again. Kept in this process's memory.
 */
import type { SessionState } from './state.ts'

/** How many ends are remembered; at the limit the one that runs out first is not searched for, the oldest goes. */
const MAX_ENTRIES = 100_000

/** Which sessions a provider ended: one of its own (`sid`), or all of a user (`sub`). */
export interface ProviderEnd {
  readonly issuer: string
  readonly clientId: string
  readonly sid?: string
  readonly sub?: string
}

/** Remembers ended sessions until their cookies would have run out by themselves. */
export class Revocations {
  readonly #ended = new Map<string, { readonly at: number; readonly until: number }>()
  readonly #absolute: number
  readonly #now: () => number

  /** @param absolute the absolute time-out of a session, in seconds: no end matters for longer. */
  constructor(absolute: number, now: () => number) {
    this.#absolute = absolute
    this.#now = now
  }

  /** Ends one session. */
  end(state: SessionState): void {
    this.#add(`id ${state.id}`)
  }

  /** Ends what the provider named; a login that comes later is not touched. */
  endAtProvider(end: ProviderEnd): void {
    const at = `${end.issuer} ${end.clientId}`
    if (end.sid !== undefined) this.#add(`sid ${at} ${end.sid}`)
    else if (end.sub !== undefined) this.#add(`sub ${at} ${end.sub}`)
  }

  /** Whether something that may be used once is used for the first time; it is remembered until `until`. */
  firstUse(name: string, until: number): boolean {
    const key = `once ${name}`
    if (this.#ended.has(key)) return false
    this.#add(key, Math.min(until, this.#now() + this.#absolute))
    return true
  }

  has(state: SessionState): boolean {
    if (this.#ended.size === 0) return false
    if (this.#holds(`id ${state.id}`, state)) return true
    const login = state.login
    if (login === undefined) return false
    const at = `${login.issuer} ${login.clientId}`
    if (login.sid !== undefined && this.#holds(`sid ${at} ${login.sid}`, state)) return true
    return this.#holds(`sub ${at} ${login.user.sub}`, state)
  }

  #holds(key: string, state: SessionState): boolean {
    const ended = this.#ended.get(key)
    return ended !== undefined && state.createdAt <= ended.at
  }

  #add(key: string, until: number = this.#now() + this.#absolute): void {
    const now = this.#now()
    // A key that is added again moves to the end: the map stays in the order of time.
    this.#ended.delete(key)
    this.#ended.set(key, { at: now, until })
    for (const [oldest, { until }] of this.#ended) {
      if (until > now && this.#ended.size <= MAX_ENTRIES) break
      this.#ended.delete(oldest)
    }
  }
}
