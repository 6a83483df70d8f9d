/** One login under way: what must come back from the provider, sealed in a cookie of its own. */

import { equalText } from '../crypto/equal.ts'
import type { Keyring } from '../crypto/keyring.ts'
import { PurposeSeal } from '../crypto/purpose-seal.ts'
import { HallpassError } from '../errors.ts'
import { MAX_COOKIE_BYTES } from '../http/chunks.ts'
import {
  type CookieAttributes,
  clearCookie,
  prefixedName,
  readCookies,
  setCookie,
} from '../http/cookies.ts'
import type { Exchange, HeaderList } from '../http/exchange.ts'
import { isRecord } from '../session/state.ts'

/** Seconds that a visitor has at the provider. */
export const TRANSACTION_LIFETIME = 900

/** Logins that can be under way at once in one browser; the oldest goes (RFC 6265bis leaves no room for more). */
export const MAX_TRANSACTIONS = 5

/** Characters that all transaction cookies may have together, so that no header limit is met. */
const MAX_TOTAL = 6000

/** Characters of the whole Cookie header that they may fill up; Node takes 16 KiB of headers. */
const MAX_COOKIE_HEADER = 13_000

/** What a login remembers until the provider's answer. */
export interface Transaction {
  readonly state: string
  readonly nonce: string
  readonly codeVerifier: string
  readonly provider: string
  readonly issuer: string
  readonly clientId: string
  readonly redirectUri: string
  /** Path and query, on our own origin. */
  readonly returnTo: string
  readonly appState?: unknown
  /** The `max_age` that was asked for: the answer's `auth_time` is held to it. */
  readonly maxAge?: number
  /** The `acr_values` that were asked for. */
  readonly acrValues?: string
  /** Seconds since the epoch. */
  readonly startedAt: number
}

export interface TransactionOptions {
  readonly keyring: Keyring
  /** The folder that the login and callback routes share. */
  readonly path: string
  readonly secure: boolean
  readonly now: () => number
}

const NAME = 'hallpass_tx_'
const NAME_PATTERN = /^(?:__Host-|__Secure-)?hallpass_tx_[\w-]{1,10}$/

/** The most that are looked at: a crafted request must not make the answer long. */
const MAX_READ = 32

/** The transactions of a browser: one cookie each, scoped to the auth routes. */
export class Transactions {
  readonly #options: TransactionOptions
  readonly #sealer: PurposeSeal

  constructor(options: TransactionOptions) {
    this.#options = options
    this.#sealer = new PurposeSeal(options.keyring, 'login-transaction')
  }

  /**
   * Headers that remember a login, and forget the oldest ones above the cap.
   *
   * @param crossSite the answer comes as a cross-site POST (`form_post`), which a Lax cookie
   * does not travel with
   * @throws `bad_request` when browsers would drop the cookie
   */
  begin(exchange: Exchange, transaction: Transaction, crossSite: boolean): HeaderList {
    const attributes: CookieAttributes = {
      path: this.#options.path,
      secure: this.#options.secure || crossSite,
      sameSite: crossSite ? 'none' : 'lax',
      maxAge: TRANSACTION_LIFETIME,
    }
    const name = prefixedName(NAME + idOf(transaction.state), attributes)
    const value = this.#sealer.seal(JSON.stringify(transaction))
    const cookie = setCookie(name, value, attributes)
    if (cookie[1].length > MAX_COOKIE_BYTES) {
      throw new HallpassError(
        'bad_request',
        'The login does not fit into its cookie: make its appState or returnTo shorter',
      )
    }
    return [...this.#makeRoom(exchange, value.length), cookie]
  }

  /**
   * The transaction that `state` belongs to.
   *
   * @throws `state_unknown`, `transaction_expired`
   */
  find(exchange: Exchange, state: string): Transaction {
    const found = this.#all(exchange, idOf(state)).find(
      ({ name, open }) => open !== undefined && this.#isOurs(name),
    )?.open
    if (found === undefined || !equalText(found.state, state)) {
      throw new HallpassError(
        'state_unknown',
        'The login was not started in this browser, or it was finished already',
      )
    }
    if (this.#isExpired(found)) {
      throw new HallpassError('transaction_expired', 'The login took too long')
    }
    return found
  }

  /** Headers that forget the transaction of `state`. */
  end(exchange: Exchange, state: string): HeaderList {
    return this.#all(exchange, idOf(state)).map(({ name }) => this.#clear(name))
  }

  /** Headers that forget every login under way. */
  endAll(exchange: Exchange): HeaderList {
    return this.#all(exchange).map(({ name }) => this.#clear(name))
  }

  /** Under a weaker prefix than ours, another site or a network may have planted the cookie. */
  #isOurs(name: string): boolean {
    const { path, secure } = this.#options
    const base = name.replace(/^__(?:Host|Secure)-/, '')
    // That of a `form_post` login is secure on http, too.
    return [secure, true].some(
      (safe) => name === prefixedName(base, { path, secure: safe, sameSite: 'lax' }),
    )
  }

  /** Headers that clear what is expired, what does not open, and the oldest above the cap. */
  #makeRoom(exchange: Exchange, length: number): HeaderList {
    const all = this.#all(exchange)
    const alive = all
      .filter(({ open }) => open !== undefined && !this.#isExpired(open))
      // Of one second the later in the header is the newer: browsers send older cookies first.
      .reverse()
      .sort((a, b) => (b.open?.startedAt ?? 0) - (a.open?.startedAt ?? 0))
    const ours = all.reduce((sum, { name, size }) => sum + name.length + size, 0)
    const others = (exchange.header('cookie') ?? '').length - ours
    const room = Math.min(MAX_TOTAL, MAX_COOKIE_HEADER - others)
    let total = length
    const kept = alive.filter(({ size }, index) => {
      total += size
      return index < MAX_TRANSACTIONS - 1 && total <= room
    })
    return all.filter((cookie) => !kept.includes(cookie)).map(({ name }) => this.#clear(name))
  }

  /** Those whose name ends with `id`; all without one. */
  #all(
    exchange: Exchange,
    id?: string,
  ): { name: string; size: number; open: Transaction | undefined }[] {
    return Object.entries(readCookies(exchange))
      .filter(([name]) => NAME_PATTERN.test(name))
      .filter(([name]) => id === undefined || name.endsWith(NAME + id))
      .slice(0, MAX_READ)
      .map(([name, value = '']) => ({ name, size: value.length, open: this.#open(value) }))
  }

  #open(value: string): Transaction | undefined {
    const opened = this.#sealer.open(value)
    if (!opened.ok) return undefined
    const parsed: unknown = JSON.parse(opened.plaintext)
    return isTransaction(parsed) ? parsed : undefined
  }

  #isExpired(transaction: Transaction): boolean {
    return this.#options.now() - transaction.startedAt > TRANSACTION_LIFETIME
  }

  #clear(name: string): readonly ['set-cookie', string] {
    const secure = this.#options.secure || name.startsWith('__')
    return clearCookie(name, { path: this.#options.path, secure, sameSite: 'lax' })
  }
}

/** Part of the state names the cookie; the rest, inside the seal, is what proves it. */
function idOf(state: string): string {
  return state.replace(/[^\w-]/g, '').slice(0, 10)
}

/** What we sealed ourselves is of our making, but perhaps of another version. */
function isTransaction(value: unknown): value is Transaction {
  if (!isRecord(value) || typeof value.startedAt !== 'number') return false
  const texts = [
    'state',
    'nonce',
    'codeVerifier',
    'provider',
    'issuer',
    'clientId',
    'redirectUri',
    'returnTo',
  ]
  return texts.every((name) => typeof value[name] === 'string')
}
