/**
 * A bounded memory of cookies already opened: a signed-in visitor sends the same cookie with
 * every request, and to open it anew costs more than the rest of the check.
 */
import type { SessionState } from './state.ts'

/** What opening a cookie gave. */
export interface OpenedSession {
  readonly state: SessionState
  readonly stale: boolean
}

/** Characters of cookie text that one generation may hold; the memory holds two. */
const GENERATION_CHARS = 4_000_000

/**
 * Two generations: what is used moves to the young one, what is not used dies with the old one.
 * It holds only cookies that opened, so nobody can fill it without the key.
 */
export class OpenedSessions {
  #young = new Map<string, OpenedSession>()
  #old = new Map<string, OpenedSession>()
  #chars = 0

  get(cookie: string): OpenedSession | undefined {
    const found = this.#young.get(cookie)
    if (found !== undefined) return found
    const old = this.#old.get(cookie)
    if (old !== undefined) this.set(cookie, old)
    return old
  }

  set(cookie: string, opened: OpenedSession): void {
    if (this.#chars > GENERATION_CHARS) {
      this.#old = this.#young
      this.#young = new Map()
      this.#chars = 0
    }
    this.#young.set(cookie, opened)
    this.#chars += cookie.length
  }
}
