/** Refreshing tokens of stored sessions: one process at a time, and what came of it in the store. */
import { HallpassError, isHallpassError } from '../errors.ts'
import type { Logger } from '../http/ports.ts'
import type { LoginState, SessionState } from '../session/state.ts'
import { publicId, refreshLock } from '../session/stored/names.ts'
import type { StoredRecord, StoredRecords } from '../session/stored/records.ts'
import type { StoreLock } from '../stores/store.ts'
import type { ProviderClient } from './client.ts'
import { revokeTokens } from './logout.ts'
import type { RefreshGate } from './refresh.ts'

/** Seconds that a refresh can take: its requests to the provider, each with its own time limit. */
const LOCK = 45

/** Milliseconds that one waits for another process. A process that died holds the lock for longer. */
const PATIENCE = 10_000

/** Milliseconds between two tries for the lock. */
const PAUSE = 60

/** Tokens that could not be written, since the store was down, and are kept here for the next try. */
const MAX_UNSAVED = 1000

interface Unsaved {
  readonly login: LoginState
  /** It could not be released either. */
  readonly lock: StoreLock
}

/** The lock, and the session as it is under it. */
export class StoredRefresh implements RefreshGate {
  readonly #records: StoredRecords
  readonly #now: () => number
  readonly #logger: Logger
  readonly #unsaved = new Map<string, Unsaved>()

  constructor(records: StoredRecords, now: () => number, logger: Logger) {
    this.#records = records
    this.#now = now
    this.#logger = logger
  }

  async run(
    { id }: SessionState,
    login: LoginState,
    client: ProviderClient,
    request: () => Promise<LoginState>,
  ): Promise<LoginState> {
    const name = publicId(id)
    const unsaved = this.#unsaved.get(name)
    const isOurs = unsaved !== undefined && (await unsaved.lock.renew(LOCK))
    const lock = isOurs ? unsaved.lock : await this.#acquire(id)
    try {
      const record = await this.#records.get(name)
      const current = record?.state.login
      this.#unsaved.delete(name)
      if (record === undefined || current === undefined) throw ended()
      // Another process was faster: its tokens are the good ones.
      if (!areSame(current, login)) return current
      const fresh = unsaved?.login ?? (await request())
      return await this.#keep(record, { login: fresh, lock }, client)
    } finally {
      await this.#release(lock)
    }
  }

  async #keep(record: StoredRecord, fresh: Unsaved, client: ProviderClient): Promise<LoginState> {
    const { login } = fresh
    const name = record.state.id
    try {
      const change = (there: SessionState) => ({ ...there, login, seenAt: this.#now() })
      const kept = await this.#records.update(name, record, change)
      if (kept === 'too_large') this.#logger.error('session_too_large: tokens were not kept')
      if (kept !== 'gone') return login
    } catch (error) {
      if (!isHallpassError(error)) throw error
      this.#logger.error(`fresh tokens are kept in memory: ${error.code}`)
      this.#remember(name, fresh)
      return login
    }
    // The visitor signed out while the provider was asked: nobody is to have these tokens.
    await revokeTokens(client, login.tokens).catch((error: unknown) => {
      if (!isHallpassError(error)) throw error
      this.#logger.warn('tokens were not revoked', { code: error.code })
    })
    throw ended()
  }

  #remember(name: string, fresh: Unsaved): void {
    this.#unsaved.set(name, fresh)
    const [oldest] = this.#unsaved.keys()
    if (this.#unsaved.size > MAX_UNSAVED && oldest !== undefined) this.#unsaved.delete(oldest)
  }

  async #acquire(id: string): Promise<StoreLock> {
    const until = Date.now() + PATIENCE
    for (;;) {
      const lock = await this.#records.store.lock(refreshLock(id), LOCK)
      if (lock !== undefined) return lock
      if (Date.now() > until) {
        throw new HallpassError('provider_timeout', 'Another process refreshes the tokens still')
      }
      await new Promise((resolve) => setTimeout(resolve, PAUSE))
    }
  }

  /** The lock ends by itself: what was refreshed is good whatever becomes of it. */
  async #release(lock: StoreLock): Promise<void> {
    try {
      await lock.release()
    } catch (error) {
      if (!isHallpassError(error)) throw error
    }
  }
}

function areSame(one: LoginState, other: LoginState): boolean {
  const { accessToken, refreshToken } = one.tokens
  return accessToken === other.tokens.accessToken && refreshToken === other.tokens.refreshToken
}

function ended(): HallpassError {
  return new HallpassError('refresh_refused', 'The session ended')
}
