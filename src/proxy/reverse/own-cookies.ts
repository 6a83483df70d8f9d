/** The cookies of hallpass itself: an app behind it neither gets them nor sets them. */

const PREFIX = /^__(?:host|secure|http)-/
/** Those of a login under way. */
const LOGIN = /^hallpass_(?:tx_.*|loop|logout)$/

/** Knows the guard's own cookies by their names. */
export class OwnCookies {
  readonly #session: string
  /** Found in every header that holds one of them; most hold none but the session's. */
  readonly #hints: readonly string[]

  /** @param session - The session cookie's name, without a prefix or with one. */
  constructor(session: string) {
    this.#session = session.toLowerCase().replace(PREFIX, '')
    this.#hints = [this.#session, 'hallpass_']
  }

  /** Whether a cookie is one of them, with any prefix and in any case. */
  has(name: string): boolean {
    const bare = name.toLowerCase().replace(PREFIX, '')
    if (LOGIN.test(bare) || bare === this.#session) return true
    return (
      bare.startsWith(`${this.#session}.`) && /^\d+$/.test(bare.slice(this.#session.length + 1))
    )
  }

  /** A `Cookie` header without them, all else byte for byte; undefined when nothing is left. */
  without(header: string): string | undefined {
    const lower = header.toLowerCase()
    if (!this.#hints.some((hint) => lower.includes(hint))) return header
    const kept = header.split(';').filter((pair) => !this.has(nameOf(pair)))
    if (kept.length === 0) return undefined
    return kept.join(';').trimStart()
  }

  /** Whether a `Set-Cookie` line sets one of them. */
  isSetBy(line: string): boolean {
    return this.has(nameOf(line.split(';', 1)[0] ?? ''))
  }
}

/** Browsers keep `=name=value` as a value without a name, and send it as `name=value`. */
function nameOf(pair: string): string {
  const named = pair.replace(/^[\s=]+/, '')
  const at = named.indexOf('=')
  return (at === -1 ? named : named.slice(0, at)).trim()
}
