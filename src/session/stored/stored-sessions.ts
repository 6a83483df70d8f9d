/** Sessions in a store: a random id in the cookie, everything else on the server. */
import { clearChunked } from '../../http/chunks.ts'
import { type CookieAttributes, prefixedName, readCookies, setCookie } from '../../http/cookies.ts'
import type { Exchange, HeaderList } from '../../http/exchange.ts'
import type { Logger } from '../../http/ports.ts'
import type { SessionBackend, SessionRead } from '../backend.ts'
import { type Lifetime, rollDue } from '../lifetime.ts'
import type { SessionState } from '../state.ts'
import { deviceLabel } from './device-label.ts'
import { mergeData } from './merge.ts'
import { isStoredId, newStoredId, publicId } from './names.ts'
import type { StoredRecord, StoredRecords } from './records.ts'

export interface StoredSessionsOptions {
  readonly records: StoredRecords
  /** The name before its prefix: `hallpass` becomes `__Host-hallpass` on https. */
  readonly name: string
  readonly secure: boolean
  readonly lifetime: Lifetime
  /** Whether a session is one of this service as it is configured for this request. */
  readonly accepts: (state: SessionState, exchange: Exchange) => boolean
  readonly now: () => number
  readonly logger: Logger
}

const NOBODY: SessionRead = { state: undefined, present: false, rewrite: false }
const REFUSED: SessionRead = { state: undefined, present: true, rewrite: false }

/** Keeps sessions in a store. Of the cookie's id only a hash gets there. */
export class StoredSessions implements SessionBackend {
  readonly #options: StoredSessionsOptions
  readonly #attributes: CookieAttributes
  readonly #name: string
  /** What each request read, so that its first write need not ask again. */
  readonly #records = new WeakMap<SessionRead, StoredRecord>()

  constructor(options: StoredSessionsOptions) {
    this.#options = options
    this.#attributes = { path: '/', secure: options.secure, sameSite: 'lax' }
    this.#name = prefixedName(options.name, this.#attributes)
  }

  newId(): string {
    return newStoredId()
  }

  /**
   * An id that is not there is nobody, and not cleared: it may be the one before a login, whose
   * answer reaches the browser before this one does.
   */
  read(exchange: Exchange): SessionRead | Promise<SessionRead> {
    const id = readCookies(exchange)[this.#name]
    if (id === undefined || id === '') return NOBODY
    return isStoredId(id) ? this.#read(exchange, id) : REFUSED
  }

  async #read(exchange: Exchange, id: string): Promise<SessionRead> {
    const { records, accepts } = this.#options
    const record = await records.get(publicId(id))
    if (record === undefined) return NOBODY
    const state = Object.freeze({ ...record.state, id })
    if (!accepts(state, exchange)) return REFUSED
    const read = { state, present: true, rewrite: record.stale }
    this.#records.set(read, record)
    return read
  }

  async write(
    exchange: Exchange,
    state: SessionState,
    read?: SessionRead,
  ): Promise<HeaderList | undefined> {
    const { records } = this.#options
    const record = read && this.#records.get(read)
    if (record !== undefined && read?.state?.id === state.id) {
      return await this.#change(record, state)
    }
    const label = deviceLabel(exchange.header('user-agent'))
    const kept = { ...state, id: publicId(state.id), ...(label !== undefined && { label }) }
    if (!(await records.create(kept))) return undefined
    return this.#cookie(exchange, state)
  }

  clear(exchange: Exchange): HeaderList {
    return clearChunked(this.#name, this.#attributes, readCookies(exchange))
  }

  /** What the request changed goes onto the session as it is now; its tokens are never older. */
  async #change(record: StoredRecord, state: SessionState): Promise<HeaderList | undefined> {
    const { records, lifetime, logger } = this.#options
    const base = record.state.data
    const isChanged = state.data !== base
    const change = (there: SessionState): SessionState | undefined => {
      const seenAt = Math.max(there.seenAt, state.seenAt)
      if (isChanged) return { ...there, seenAt, data: mergeData(base, state.data, there.data) }
      const due = record.stale || rollDue(there, lifetime, state.seenAt)
      return due ? { ...there, seenAt } : undefined
    }
    try {
      const kept = await records.update(record.state.id, record, change)
      return kept === 'too_large' ? undefined : []
    } catch (error) {
      if (isChanged) throw error
      // Nothing of the app's is lost: the idle time-out rolls on with another request.
      logger.warn('the use of a session was not noted: the store is down')
      return []
    }
  }

  /** Lives as long as the session can: what ends it before is known to the store alone. */
  #cookie(exchange: Exchange, { id, createdAt }: SessionState): HeaderList {
    const { lifetime, now } = this.#options
    const maxAge = Math.max(0, Math.ceil(createdAt + lifetime.absolute - now()))
    // Pieces of a sealed cookie that was there before are of no more use.
    const before = clearChunked(this.#name, this.#attributes, readCookies(exchange))
    const pieces = before.filter(([, line]) => !line.startsWith(`${this.#name}=`))
    return [setCookie(this.#name, id, { ...this.#attributes, maxAge }), ...pieces]
  }
}
