/** Notices logins that end where they began: the visitor comes back and is signed out again. */
import { createHash } from 'node:crypto'
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

/** So many logins in a row for the same page within so many seconds are a loop. */
export const MAX_RETURNS = 4
export const LOOP_WINDOW = 60

/**
 * Counts finished logins that lead to the same page. It lives in a cookie of the auth routes
 * alone, so that no other request pays for it.
 */
export class LoopCounter {
  readonly #sealer: PurposeSeal
  readonly #attributes: CookieAttributes
  readonly #name: string
  readonly #now: () => number

  constructor(options: { keyring: Keyring; path: string; secure: boolean; now: () => number }) {
    this.#sealer = new PurposeSeal(options.keyring, 'login-loop')
    this.#attributes = {
      path: options.path,
      secure: options.secure,
      sameSite: 'lax',
      maxAge: LOOP_WINDOW,
    }
    this.#name = prefixedName('hallpass_loop', this.#attributes)
    this.#now = options.now
  }

  /** Counts one more return to `page`; `loop` says that it is one too many. */
  count(exchange: Exchange, page: string): { loop: boolean; headers: HeaderList } {
    const target = createHash('sha256').update(page).digest('base64url').slice(0, 16)
    const before = this.#read(exchange, target)
    const returns = (before?.returns ?? 0) + 1
    if (returns > MAX_RETURNS) return { loop: true, headers: this.clear(exchange) }
    const first = before?.first ?? this.#now()
    const value = this.#sealer.seal(JSON.stringify({ target, returns, first }))
    return { loop: false, headers: [setCookie(this.#name, value, this.#attributes)] }
  }

  /** Headers that start the count anew. */
  clear(exchange: Exchange): HeaderList {
    if (readCookies(exchange)[this.#name] === undefined) return []
    return [clearCookie(this.#name, this.#attributes)]
  }

  #read(exchange: Exchange, target: string): { returns: number; first: number } | undefined {
    const opened = this.#sealer.open(readCookies(exchange)[this.#name] ?? '')
    if (!opened.ok) return undefined
    const value: unknown = JSON.parse(opened.plaintext)
    if (!isRecord(value) || value.target !== target) return undefined
    const { returns, first } = value
    if (typeof returns !== 'number' || typeof first !== 'number') return undefined
    return this.#now() - first > LOOP_WINDOW ? undefined : { returns, first }
  }
}
