/**
 * A bounded memory of cookies already opened: a signed-in visitor sends the same cookie with
 * every request, and to open it anew costs more than the rest of the check.
 */
interface Entry<Opened> {
  readonly cookie: string
  readonly opened: Opened
}

/** Characters of cookie text that one generation may hold; the memory holds two. */
const GENERATION_CHARS = 4_000_000

/**
 * Characters at the end of a cookie that it is found by: its tag, which is random, is in them.
 * To hash the whole of it would cost more than all the rest of the check.
 */
const KEY_CHARS = 32

/**
 * Two generations: what is used moves to the young one, what is not used dies with the old one.
 * It holds only cookies that opened, so nobody can fill it without the key.
 */
export class OpenedCookies<Opened> {
  #young = new Map<string, Entry<Opened>>()
  #old = new Map<string, Entry<Opened>>()
  #chars = 0

  /** What `set` remembered for exactly this cookie. */
  get(cookie: string): Opened | undefined {
    const key = cookie.slice(-KEY_CHARS)
    const young = this.#young.get(key)
    if (young?.cookie === cookie) return young.opened
    const old = this.#old.get(key)
    if (old?.cookie !== cookie) return undefined
    this.#keep(key, old)
    return old.opened
  }

  set(cookie: string, opened: Opened): void {
    const own = copy(cookie)
    this.#keep(own.slice(-KEY_CHARS), { cookie: own, opened })
  }

  #keep(key: string, entry: Entry<Opened>): void {
    if (this.#chars > GENERATION_CHARS) {
      this.#old = this.#young
      this.#young = new Map()
      this.#chars = 0
    }
    this.#young.set(key, entry)
    this.#chars += entry.cookie.length
  }
}

/** A part of a string keeps the whole alive: here all the other cookies of the request. */
function copy(text: string): string {
  return Buffer.from(text).toString()
}
