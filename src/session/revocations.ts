/**
 * Sessions that ended before their cookie ran out: after a logout here or at the provider, a
 * copy of the cookie must not open the door again. Kept in this process's memory.
 */
import type { ProviderEnd, SessionEnds } from './ends.ts'
import type { SessionState } from './state.ts'

/** How many ends are remembered. At the limit the oldest goes. */
const MAX_ENTRIES = 100_000

/** The same for those that nobody proved; they have room of their own, so that they push out no other. */
const MAX_UNPROVED = 10_000

/** Remembers ended sessions until their cookies would have run out by themselves. */
export class Revocations implements SessionEnds {
  readonly #ended: Ends
  readonly #unproved: Ends
  readonly #signedOut: Ends
  readonly #finished: Ends
  readonly #absolute: number
  readonly #now: () => number

  /**
   * @param absolute - The absolute time-out of a session, in seconds: no end matters for longer.
   * @param now - Seconds since the epoch.
   */
  constructor(absolute: number, now: () => number) {
    this.#absolute = absolute
    this.#now = now
    this.#ended = new Ends(MAX_ENTRIES)
    this.#unproved = new Ends(MAX_UNPROVED)
    this.#signedOut = new Ends(MAX_UNPROVED)
    this.#finished = new Ends(MAX_UNPROVED)
  }

  /** Ends one session. Those of nobody, which anyone gets for the asking, push out no user's. */
  end(state: SessionState): void {
    this.#add(state.login === undefined ? this.#signedOut : this.#ended, `id ${state.id}`)
  }

  /** Ends what the provider named; a login that comes later is not touched. */
  endAtProvider(end: ProviderEnd): void {
    const at = `${end.issuer} ${end.clientId}`
    if (end.sid !== undefined) this.#add(this.#ended, `sid ${at} ${end.sid}`)
    else if (end.sub !== undefined) this.#add(this.#ended, `sub ${at} ${end.sub}`)
  }

  /** Ends the session of the provider's that a request named without any proof. */
  endUnproved(end: ProviderEnd & { readonly sid: string }): void {
    this.#add(this.#unproved, `sid ${end.issuer} ${end.clientId} ${end.sid}`)
  }

  /**
   * Whether something that may be used once is used for the first time.
   *
   * @param until - When it cannot be used any more (seconds since the epoch): so long it is
   * remembered.
   */
  firstUse(name: string, until: number): boolean {
    const key = `once ${name}`
    if (this.#ended.get(key) !== undefined) return false
    const now = this.#now()
    this.#ended.add(key, { at: now, until }, now)
    return true
  }

  /**
   * Whether a login is finished for the first time: a code that is sent twice makes many
   * providers revoke the tokens that it was exchanged for (RFC 6749 §4.1.2).
   *
   * @param until - When the login is too old in any case (seconds since the epoch).
   */
  firstFinish(state: string, until: number): boolean {
    if (this.#finished.get(state) !== undefined) return false
    const now = this.#now()
    this.#finished.add(state, { at: now, until }, now)
    return true
  }

  has(state: SessionState): boolean {
    const login = state.login
    if (login === undefined) return this.#signedOut.get(`id ${state.id}`) !== undefined
    if (this.#ended.isEmpty && this.#unproved.isEmpty) return false
    if (this.#holds(`id ${state.id}`, state)) return true
    const at = `${login.issuer} ${login.clientId}`
    if (login.sid !== undefined && this.#holds(`sid ${at} ${login.sid}`, state)) return true
    return this.#holds(`sub ${at} ${login.user.sub}`, state)
  }

  #holds(key: string, state: SessionState): boolean {
    const ends = [this.#ended.get(key), this.#unproved.get(key)]
    return ends.some((end) => end !== undefined && state.createdAt <= end.at)
  }

  #add(ends: Ends, key: string): void {
    const now = this.#now()
    ends.add(key, { at: now, until: now + this.#absolute }, now)
  }
}

interface End {
  /** When it was said. */
  readonly at: number
  /** When it does not matter any more. */
  readonly until: number
}

/** Ends by name, in the order in which they came; a bounded number. */
class Ends {
  readonly #ends = new Map<string, End>()
  readonly #max: number

  constructor(max: number) {
    this.#max = max
  }

  get isEmpty(): boolean {
    return this.#ends.size === 0
  }

  get(key: string): End | undefined {
    return this.#ends.get(key)
  }

  add(key: string, end: End, now: number): void {
    // A key that is added again moves to the end: the map stays in the order of time.
    this.#ends.delete(key)
    this.#ends.set(key, end)
    for (const [oldest, { until }] of this.#ends) {
      if (until > now && this.#ends.size <= this.#max) break
      this.#ends.delete(oldest)
    }
  }
}
