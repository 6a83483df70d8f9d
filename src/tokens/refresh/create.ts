/** Refresh tokens: what lets a client have a short-lived token again and again, until it is revoked. */
import { randomBytes } from 'node:crypto'
import { HallpassError } from '../../errors.ts'
import { consoleLogger, type Logger } from '../../http/ports.ts'
import { newSessionId } from '../../session/id.ts'
import { secondsOf } from '../../signing/clock.ts'
import { chainFrom, judge, type Verdict } from './chain.ts'
import { granted, isSub } from './grant.ts'
import {
  ABSOLUTE,
  GRACE,
  IDLE,
  type RefreshTokensOptions,
  requireRefreshOptions,
} from './options.ts'
import { type Kept, Sessions } from './sessions.ts'
import { isAuthentic, isSessionId, KEY_BYTES, partsOf, type TokenParts, tokenOf } from './token.ts'
import type { RefreshGrant, RefreshResult, RefreshSession, RefreshTokens } from './types.ts'

/** The most sessions of one user. */
const MAX_SESSIONS = 100

/** How often a session is read again that others wrote meanwhile. */
const MAX_TRIES = 20

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
  readonly #grace: number
  readonly #now: () => number
  readonly #logger: Logger
  readonly #onReuse: RefreshTokensOptions['onReuse']

  constructor(options: RefreshTokensOptions) {
    const { idle = IDLE, absolute = ABSOLUTE, grace = GRACE } = options
    this.#now = secondsOf(options.now)
    this.#sessions = new Sessions(options.store, { idle, absolute })
    this.#grace = grace
    this.#logger = options.logger ?? consoleLogger
    this.#onReuse = options.onReuse
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
    await this.#makeRoom(session, now)
    return { token: tokenOf(id, secret, chain.key), session }
  }

  async renew(token: string): Promise<RefreshResult> {
    const parts = partsOf(token)
    for (let tries = 0; parts !== undefined && tries < MAX_TRIES; tries += 1) {
      const now = this.#now()
      const kept = await this.#sessions.get(parts.id, now)
      if (kept === undefined) throw invalid()
      const verdict = judge(kept.record.chain, parts, this.#grace, now)
      if (verdict.kind === 'reused') await this.#endReused(kept.record.session)
      if (verdict.kind === 'foreign' || verdict.kind === 'reused') throw invalid()
      const session = await this.#afterwards(kept, verdict, now)
      if (session === undefined) continue
      return { token: tokenOf(session.id, verdict.secret, kept.record.chain.key), session }
    }
    throw parts === undefined ? invalid() : busy()
  }

  async revoke(token: string): Promise<boolean> {
    const parts = partsOf(token)
    const kept = parts && (await this.#sessions.get(parts.id, this.#now()))
    if (!isOf(parts, kept)) return false
    return this.#sessions.delete(parts.id)
  }

  async end(sub: string, id: string): Promise<boolean> {
    const session = await this.get(id)
    return session?.sub === sub && (await this.#sessions.delete(id))
  }

  async endAll(sub: string): Promise<number> {
    let ended = 0
    for (;;) {
      const sessions = await this.list(sub)
      const done = await Promise.all(sessions.map(({ id }) => this.#sessions.delete(id)))
      const count = done.filter(Boolean).length
      ended += count
      // A list has an end: where there are more, those come the next time.
      if (count === 0) return ended
    }
  }

  async list(sub: string): Promise<readonly RefreshSession[]> {
    return isSub(sub) ? this.#sessions.of(sub, this.#now()) : []
  }

  async get(id: string): Promise<RefreshSession | undefined> {
    if (!isSessionId(id)) return undefined
    return (await this.#sessions.get(id, this.#now()))?.record.session
  }

  /** The session once the verdict is carried out; undefined: somebody else wrote before. */
  async #afterwards(
    { record, version }: Kept,
    verdict: Verdict,
    now: number,
  ): Promise<RefreshSession | undefined> {
    if (verdict.kind !== 'next') return record.session
    const expiresAt = this.#sessions.endOf(record.session.createdAt, now)
    const session = { ...record.session, lastUsedAt: now, expiresAt }
    const isWritten = await this.#sessions.write({ session, chain: verdict.chain }, version, now)
    return isWritten ? session : undefined
  }

  async #endReused(session: RefreshSession): Promise<void> {
    // Of many that notice at once, one tells.
    if (!(await this.#sessions.delete(session.id))) return
    const fields = { code: 'refresh_token_invalid', session: session.id }
    this.#logger.warn('a spent refresh token came again: its session has ended', fields)
    try {
      await this.#onReuse?.(session)
    } catch {
      this.#logger.error('onReuse failed', { session: session.id })
    }
  }

  async #makeRoom(newest: RefreshSession, now: number): Promise<void> {
    const others = (await this.#sessions.of(newest.sub, now)).filter(({ id }) => id !== newest.id)
    const tooMany = others.slice(MAX_SESSIONS - 1)
    await Promise.all(tooMany.map(({ id }) => this.#sessions.delete(id)))
  }
}

function isOf(parts: TokenParts | undefined, kept: Kept | undefined): parts is TokenParts {
  if (parts === undefined || kept === undefined) return false
  return isAuthentic(parts, kept.record.chain.key)
}

function invalid(): HallpassError {
  return new HallpassError('refresh_token_invalid', 'The refresh token is not accepted.')
}

function busy(): HallpassError {
  const message = 'The session is being written by too many at once.'
  return new HallpassError('store_unavailable', message, { retryAfter: 1 })
}
