/** The default session: everything in one sealed cookie, nothing on the server. */
import type { Keyring } from '../crypto/keyring.ts'
import { PurposeSeal } from '../crypto/purpose-seal.ts'
import { clearChunked, MAX_TOTAL_BYTES, readChunked, writeChunked } from '../http/chunks.ts'
import { type CookieAttributes, prefixedName, readCookies } from '../http/cookies.ts'
import type { Exchange, HeaderList } from '../http/exchange.ts'
import { OpenedTexts } from '../http/opened-texts.ts'
import type { CookieBackend, SessionRead } from './backend.ts'
import { expiresAt, type Lifetime } from './lifetime.ts'
import type { Revocations } from './revocations.ts'
import { parseSession, type SessionState, serializeSession } from './state.ts'

export interface SealedCookieOptions {
  readonly keyring: Keyring
  /** The name before its prefix: `hallpass` becomes `__Host-hallpass` on https. */
  readonly name: string
  readonly secure: boolean
  readonly lifetime: Lifetime
  readonly revocations: Revocations
  /** Whether a session that opened is one of this service as it is configured for this request. */
  readonly accepts: (state: SessionState, exchange: Exchange) => boolean
  readonly now: () => number
}

/** What opening a cookie gave. */
interface OpenedSession {
  readonly state: SessionState
  readonly stale: boolean
}

const NOBODY: SessionRead = { state: undefined, present: false, rewrite: false }
const REFUSED: SessionRead = { state: undefined, present: true, rewrite: false }

/** Sessions in a sealed cookie; chunked when they do not fit into one. */
export class SealedCookie implements CookieBackend {
  readonly #options: SealedCookieOptions
  readonly #sealer: PurposeSeal
  readonly #opened = new OpenedTexts<OpenedSession>()
  readonly #attributes: CookieAttributes
  readonly #name: string

  constructor(options: SealedCookieOptions) {
    this.#options = options
    this.#sealer = new PurposeSeal(options.keyring, 'session')
    this.#attributes = { path: '/', secure: options.secure, sameSite: 'lax' }
    this.#name = prefixedName(options.name, this.#attributes)
  }

  read(exchange: Exchange): SessionRead {
    const cookies = readCookies(exchange)
    const found = readChunked(this.#name, cookies)
    if (found === undefined) return NOBODY
    if ('problem' in found) return REFUSED
    const opened = this.#open(found.value)
    const { accepts, now, lifetime, revocations } = this.#options
    if (opened === undefined || !accepts(opened.state, exchange)) return REFUSED
    if (expiresAt(opened.state, lifetime) <= now()) return REFUSED
    // Not cleared: the browser may have the next session's cookie by the time this answer comes.
    if (revocations.has(opened.state)) return NOBODY
    return { state: opened.state, present: true, rewrite: opened.stale }
  }

  write(exchange: Exchange, state: SessionState): HeaderList | undefined {
    const { now, lifetime } = this.#options
    const maxAge = Math.max(0, Math.ceil(expiresAt(state, lifetime) - now()))
    const attributes = { ...this.#attributes, maxAge }
    const text = serializeSession(state)
    // A seal only adds to the size: what is too large before needs no sealing.
    if (text.length > MAX_TOTAL_BYTES) return undefined
    const sealed = this.#sealer.seal(text)
    return writeChunked(this.#name, sealed, attributes, readCookies(exchange))
  }

  clear(exchange: Exchange): HeaderList {
    return clearChunked(this.#name, this.#attributes, readCookies(exchange))
  }

  #open(cookie: string): OpenedSession | undefined {
    const known = this.#opened.get(cookie)
    if (known !== undefined) return known
    const opened = this.#sealer.open(cookie)
    if (!opened.ok) return undefined
    const state = parseSession(opened.plaintext)
    if (state === undefined) return undefined
    const session = { state, stale: opened.stale }
    this.#opened.set(cookie, session)
    return session
  }
}
