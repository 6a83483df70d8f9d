/** What binds the way to the service and back to one browser. */
import { randomBytes } from 'node:crypto'
import { equalText } from '../../crypto/equal.ts'
import type { Keyring } from '../../crypto/keyring.ts'
import { PurposeSeal } from '../../crypto/purpose-seal.ts'
import {
  type CookieAttributes,
  clearCookie,
  prefixedName,
  readCookies,
  setCookie,
} from '../../http/cookies.ts'
import type { Exchange, HeaderList } from '../../http/exchange.ts'

/** Seconds in which a visitor must be back. */
const LIFE = 600
/** The longest sealed value that is opened, in characters. */
const MAX_LENGTH = 512

const CONTENT = /^(\d{1,12})\.([\w-]{43})$/

/** Keeps the state of a browser that is on its way, sealed. */
export class StateCookie {
  readonly #seal: PurposeSeal
  readonly #attributes: CookieAttributes
  readonly #name: string
  readonly #now: () => number

  constructor(keyring: Keyring, secure: boolean, now: () => number) {
    this.#seal = new PurposeSeal(keyring, 'consent-state')
    this.#attributes = { path: '/_cookies', sameSite: 'lax', secure }
    this.#name = prefixedName('_cookies_state', this.#attributes)
    this.#now = now
  }

  /**
   * The state to send along. A browser that is on its way in several tabs has one for all of
   * them: a second one would make the first tab's way back look planted.
   */
  begin(exchange: Exchange): { readonly state: string; readonly headers: HeaderList } {
    const state = this.#read(exchange) ?? randomBytes(32).toString('base64url')
    const value = this.#seal.seal(`${Math.floor(this.#now())}.${state}`)
    const attributes = { ...this.#attributes, maxAge: LIFE }
    return { state, headers: [setCookie(this.#name, value, attributes)] }
  }

  /** Whether this browser was sent out with this state. Never throws. */
  matches(exchange: Exchange, state: string | undefined): boolean {
    const kept = this.#read(exchange)
    return kept !== undefined && state !== undefined && equalText(kept, state)
  }

  clear(): HeaderList {
    return [clearCookie(this.#name, this.#attributes)]
  }

  #read(exchange: Exchange): string | undefined {
    const value = readCookies(exchange)[this.#name]
    if (value === undefined || value.length > MAX_LENGTH) return undefined
    const opened = this.#seal.open(value)
    const [, at, state] = opened.ok ? (CONTENT.exec(opened.plaintext) ?? []) : []
    const age = this.#now() - Number(at)
    return age >= 0 && age <= LIFE ? state : undefined
  }
}
