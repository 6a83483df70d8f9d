/** What every test of refresh tokens starts from. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import type { Store } from '../../../src/stores/store.ts'
import { createRefreshTokens } from '../../../src/tokens/refresh/create.ts'
import type { RefreshTokensOptions } from '../../../src/tokens/refresh/options.ts'
import type { RefreshSession, RefreshTokens } from '../../../src/tokens/refresh/types.ts'
import { rejection } from '../../rejection.ts'
import type { Worlds } from '../../stores/contract/ground.ts'
import { clockAt, LoggedLines } from '../../support/clock.ts'

/** Refresh tokens on a store of their own, by two processes in turn. */
export interface Ground {
  readonly here: RefreshTokens
  /** The same sessions, as another process has them. */
  readonly there: RefreshTokens
  readonly store: Store
  readonly reused: RefreshSession[]
  readonly log: LoggedLines
  /** Moves the clock of both, in seconds; that of the store stands still, or goes its way. */
  later(seconds: number): void
}

/** Makes grounds. */
export type Grounds = (options?: Partial<RefreshTokensOptions>) => Promise<Ground>

export function grounds(world: Worlds): Grounds {
  return async (options = {}) => {
    const { store, another } = await world()
    const clock = clockAt()
    const reused: RefreshSession[] = []
    const log = new LoggedLines()
    const onReuse = (session: RefreshSession) => void reused.push(session)
    const make = (store: Store) =>
      createRefreshTokens({ store, now: clock.now, logger: log, onReuse, ...options })
    const later = (seconds: number) => {
      clock.time += seconds
    }
    return { here: make(store), there: make(await another()), store, reused, log, later }
  }
}

/** Does the same `count` times at once, here and there in turn. */
export function atOnce<T>(
  { here, there }: Ground,
  count: number,
  work: (refreshTokens: RefreshTokens, index: number) => Promise<T>,
): Promise<T[]> {
  const both = Array.from({ length: count }, (_, index) => (index % 2 === 0 ? here : there))
  return Promise.all(both.map(work))
}

/** The token is of no use, here and there. */
export async function isOut({ here, there }: Ground, token: string): Promise<void> {
  for (const refreshTokens of [here, there]) await isRefused(refreshTokens.renew(token))
}

export async function isRefused(renewing: Promise<unknown>): Promise<void> {
  const { code, status, message } = await rejection(renewing)
  // One answer, whatever the reason is.
  assert.deepEqual({ code, status, message }, REFUSED)
}

const REFUSED = {
  code: 'refresh_token_invalid',
  status: 401,
  message: 'The refresh token is not accepted.',
}

/** The index under which a store has the sessions of a user. */
export function indexOf(sub: string): string {
  return `refresh-of:${createHash('sha256').update(sub).digest('base64url')}`
}
