/**
 * What binds the way to the service and back to one browser.
 *
 * A state is good only where this site gave it to this browser. The cookie is of the whole host,
 * so that on https its name begins with `__Host-`, and no sibling of the host can set one. Where
 * names have no such prefix (http, on this machine only) one may have been planted: beside
 * another of the name it counts for nothing, and no answer ever makes it last longer.
 */
import { randomBytes } from 'node:crypto'
import { equalText } from '../../crypto/equal.ts'
import type { Keyring } from '../../crypto/keyring.ts'
import { PurposeSeal } from '../../crypto/purpose-seal.ts'
import { type CookieAttributes, clearCookie, prefixedName, setCookie } from '../../http/cookies.ts'
import type { Exchange, HeaderList } from '../../http/exchange.ts'

/** Seconds in which a visitor must be back; who was not is sent out anew after them. */
const LIFE = 600
/** Seconds after which a visitor who left is no longer expected; a service answers in less. */
const OVERDUE = 10
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
    this.#attributes = { path: '/', sameSite: 'lax', secure }
    this.#name = prefixedName('_cookies_state', this.#attributes)
    this.#now = now
  }

  /**
   * The state to send along. A browser that is on its way in several tabs has one for all of
   * them: a second one would make the first tab's way back look planted.
   */
  begin(exchange: Exchange): { readonly state: string; readonly headers: HeaderList } {
    const kept = this.#read(exchange)
    if (kept !== undefined) return { state: kept.state, headers: [] }
    const state = randomBytes(32).toString('base64url')
    const value = this.#seal.seal(`${Math.floor(this.#now())}.${state}`)
    return { state, headers: [setCookie(this.#name, value, { ...this.#attributes, maxAge: LIFE })] }
  }

  /** Whether this browser was sent out with this state. Never throws. */
  matches(exchange: Exchange, state: string | undefined): boolean {
    const kept = this.#read(exchange)
    return kept !== undefined && state !== undefined && equalText(kept.state, state)
  }

  /** Whether this browser was sent out and has not come back: it got stuck on its way. */
  isOverdue(exchange: Exchange): boolean {
    return (this.#read(exchange)?.age ?? 0) >= OVERDUE
  }

  clear(): HeaderList {
    return [clearCookie(this.#name, this.#attributes)]
  }

  #read(exchange: Exchange): { readonly state: string; readonly age: number } | undefined {
    const [value, another] = cookieValues(exchange.header('cookie') ?? '', this.#name)
    if (value === undefined || another !== undefined || value.length > MAX_LENGTH) return undefined
    const opened = this.#seal.open(value)
    const [, at, state] = opened.ok ? (CONTENT.exec(opened.plaintext) ?? []) : []
    const age = this.#now() - Number(at)
    return state !== undefined && age >= 0 && age <= LIFE ? { state, age } : undefined
  }
}

/** Every value of a name, as it was sent: what is sealed needs no decoding. */
function cookieValues(header: string, name: string): readonly string[] {
  return header
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1))
}
