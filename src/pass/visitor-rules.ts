/** Small rules about a visitor's session. */
import { HallpassError } from '../errors.ts'
import type { HeaderList } from '../http/exchange.ts'
import type { Logger } from '../http/ports.ts'
import type { SessionState } from '../session/state.ts'

/** Whether the tokens of a session are to be refreshed before they are used. */
export function isRefreshDue(state: SessionState | undefined, now: number): boolean {
  const tokens = state?.login?.tokens
  if (tokens?.refreshToken === undefined || tokens.refreshAt === undefined) return false
  return now >= tokens.refreshAt
}

/** What sets a cookie must be kept by no cache, or one visitor gets another's session. */
export function uncached(headers: HeaderList): HeaderList {
  return headers.length === 0 ? [] : [['cache-control', 'no-store'], ...headers]
}

/** @throws `no_access_token` */
export function accessTokenOf(state: SessionState | undefined): string {
  const token = state?.login?.tokens.accessToken
  if (token === undefined) throw new HallpassError('no_access_token', 'There is no access token')
  return token
}

/** What the app put into a session is more than it holds. */
export function logTooLarge(logger: Logger, { data }: SessionState): void {
  const message = 'session_too_large: what changed was not written; keep less in the session'
  logger.error(message, { data: JSON.stringify(data).length })
}
