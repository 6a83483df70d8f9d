/** Refresh tokens: what lets a client have a short-lived token again and again, until it is revoked. */
import { randomBytes } from 'node:crypto'
import { newSessionId } from '../../session/id.ts'
import { secondsOf } from '../../signing/clock.ts'
import { chainFrom } from './chain.ts'
import { granted, isSub } from './grant.ts'
import {
  ABSOLUTE,
  GRACE,
  IDLE,
  type RefreshTokensOptions,
  requireRefreshOptions,
} from './options.ts'
import { busy, type Renewing, renew } from './renew.ts'
import { reuseTold } from './reuse.ts'
import { Sessions } from './sessions.ts'
import { isAuthentic, isSessionId, KEY_BYTES, partsOf, tokenOf } from './token.ts'
import type { RefreshGrant, RefreshResult, RefreshSession, RefreshTokens } from './types.ts'

/** The most sessions of one user. */
const MAX_SESSIONS = 100

/**
 * Refresh tokens, kept in a store. What the store has of them is hashed.
 *
 * @throws HallpassError `invalid_config` with an issue for each fault
 * @example
 * const refreshTokens = createRefreshTokens({ store: redisStore(client) })
 * const { token, session } = await refreshTokens.issue({ sub: 'una', label: 'Firefox on Linux' })
 * const next = await refreshTokens.renew(token)
 */
export function createRefreshTokens(options: RefreshTokensOptions): RefreshTokens {
  requireRefreshOptions(options)
  return new StoredRefreshTokens(options)
}

class StoredRefreshTokens implements RefreshTokens {
  readonly #sessions: Sessions
  readonly #now: () => number
  readonly #renewing: Renewing

  constructor(options: RefreshTokensOptions) {
    const { idle = IDLE, absolute = ABSOLUTE, grace = GRACE } = options
    const sessions = new Sessions(options.store, { idle, absolute })
    const now = secondsOf(options.now)
    this.#sessions = sessions
    this.#now = now
    this.#renewing = { sessions, grace, now, tell: reuseTold(options) }
  }

  async issue(grant: RefreshGrant): Promise<RefreshResult> {
    const { sub, label, data } = granted(grant)
    const now = this.#now()
    const id = newSessionId()
    const times = { createdAt: now, lastUsedAt: now, expiresAt: this.#sessions.endOf(now, now) }
    const session: RefreshSession = { id, sub, label, data, ...times }
    const secret = randomBytes(KEY_BYTES)
    const chain = chainFrom(id, secret)
    if (!(await this.#sessions.write({ session, chain }, undefined, now))) throw busy()
    try {
      await this.#makeRoom(session, now)
    } catch (error) {
      // Nobody gets its token: it would only be a device that the user does not know.
      await this.#sessions.delete(id).catch(() => {})
      throw error
    }
    return { token: tokenOf(id, secret, chain.key), session }
  }

  renew(token: string): Promise<RefreshResult> {
    return renew(this.#renewing, token)
  }

  async revoke(token: string): Promise<boolean> {
    const parts = partsOf(token)
    if (parts === undefined) return false
    const kept = await this.#sessions.get(parts.id, this.#now())
    if (kept === undefined || !isAuthentic(parts, kept.record.chain.key)) return false
    return this.#sessions.delete(parts.id)
  }

  async end(sub: string, id: string): Promise<boolean> {
    const session = await this.get(id)
    return session?.sub === sub && (await this.#sessions.delete(id))
  }

  async endAll(sub: string): Promise<number> {
    return isSub(sub) ? this.#sessions.deleteOf(sub, this.#now()) : 0
  }

  async list(sub: string): Promise<readonly RefreshSession[]> {
    return isSub(sub) ? this.#sessions.of(sub, this.#now()) : []
  }

  async get(id: string): Promise<RefreshSession | undefined> {
    if (!isSessionId(id)) return undefined
    return (await this.#sessions.get(id, this.#now()))?.record.session
  }

  async #makeRoom(newest: RefreshSession, now: number): Promise<void> {
    const others = (await this.#sessions.of(newest.sub, now)).filter(({ id }) => id !== newest.id)
    const tooMany = others.slice(MAX_SESSIONS - 1)
    await Promise.all(tooMany.map(({ id }) => this.#sessions.delete(id)))
  }
}
