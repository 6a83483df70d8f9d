/** Where a visitor goes after the provider's logout page: remembered with the `state` of the logout. */
import type { Keyring } from '../crypto/keyring.ts'
import { PurposeSeal } from '../crypto/purpose-seal.ts'
import {
  type CookieAttributes,
  clearCookie,
  prefixedName,
  readCookies,
  setCookie,
} from '../http/cookies.ts'
import type { Exchange, HeaderList } from '../http/exchange.ts'
import { isRecord } from '../session/state.ts'

/** Seconds that a visitor has at the provider's logout page. */
const LIFETIME = 900

/** A logout that was begun. */
export interface LogoutReturn {
  readonly state: string
  /** Path and query, on our own origin. */
  readonly returnTo: string
}

/** Remembers one logout in a sealed cookie of the auth routes. */
export class LogoutReturns {
  readonly #sealer: PurposeSeal
  readonly #attributes: CookieAttributes
  readonly #name: string

  constructor(options: { keyring: Keyring; path: string; secure: boolean }) {
    this.#sealer = new PurposeSeal(options.keyring, 'logout-return')
    const { path, secure } = options
    this.#attributes = { path, secure, sameSite: 'lax', maxAge: LIFETIME }
    this.#name = prefixedName('hallpass_logout', this.#attributes)
  }

  begin(state: string, returnTo: string): HeaderList {
    const value = this.#sealer.seal(JSON.stringify({ state, returnTo }))
    return [setCookie(this.#name, value, this.#attributes)]
  }

  find(exchange: Exchange): LogoutReturn | undefined {
    const opened = this.#sealer.open(readCookies(exchange)[this.#name] ?? '')
    if (!opened.ok) return undefined
    const value: unknown = JSON.parse(opened.plaintext)
    if (!isRecord(value)) return undefined
    const { state, returnTo } = value
    if (typeof state !== 'string' || typeof returnTo !== 'string') return undefined
    return { state, returnTo }
  }

  end(exchange: Exchange): HeaderList {
    if (readCookies(exchange)[this.#name] === undefined) return []
    return [clearCookie(this.#name, this.#attributes)]
  }
}
