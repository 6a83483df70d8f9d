/** Sessions of the dashboard that somebody signed out of before their time was over. */

/** Remembers them until they would have ended anyway: in this process, not in the store. */
export class EndedSessions {
  readonly #now: () => number
  /** When each would have ended, in seconds since the epoch. */
  readonly #ends = new Map<string, number>()

  /** @param now - Seconds since the epoch. */
  constructor(now: () => number) {
    this.#now = now
  }

  /** @param ends - When it would have ended, in seconds since the epoch. */
  add(id: string, ends: number): void {
    const now = this.#now()
    for (const [other, until] of this.#ends) if (until <= now) this.#ends.delete(other)
    this.#ends.set(id, ends)
  }

  has(id: string): boolean {
    return this.#ends.has(id)
  }
}
