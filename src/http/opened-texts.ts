/**
 * A bounded memory of cookies and tokens already opened: who is signed in sends the same one with
 * every request, and to open it anew costs more than the rest of the check.
 */
interface Entry<Opened> {
  readonly text: string
  readonly opened: Opened
}

/** Characters that one generation may hold; the memory holds two. */
const GENERATION_CHARS = 4_000_000

/** What an entry counts beside its own characters: so that short ones are bounded in number. */
const ENTRY_CHARS = 128

/**
 * Characters at the end of a text that it is found by: its tag or signature, which nobody can
 * choose, is in them. To hash the whole of it would cost more than all the rest of the check.
 */
const KEY_CHARS = 32

/**
 * Two generations: what is used moves to the young one, what is not used dies with the old one.
 * It holds only texts that opened, so nobody can fill it without the key.
 */
export class OpenedTexts<Opened> {
  #young = new Map<string, Entry<Opened>>()
  #old = new Map<string, Entry<Opened>>()
  #chars = 0

  /** What `set` remembered for exactly this text. */
  get(text: string): Opened | undefined {
    const key = text.slice(-KEY_CHARS)
    const young = this.#young.get(key)
    if (young?.text === text) return young.opened
    const old = this.#old.get(key)
    if (old?.text !== text) return undefined
    this.#keep(key, old)
    return old.opened
  }

  set(text: string, opened: Opened): void {
    const own = copy(text)
    this.#keep(own.slice(-KEY_CHARS), { text: own, opened })
  }

  #keep(key: string, entry: Entry<Opened>): void {
    if (this.#chars > GENERATION_CHARS) {
      this.#old = this.#young
      this.#young = new Map()
      this.#chars = 0
    }
    this.#young.set(key, entry)
    this.#chars += entry.text.length + ENTRY_CHARS
  }
}

/** A part of a string keeps the whole alive: here all the other headers of the request. */
function copy(text: string): string {
  return Buffer.from(text).toString()
}
