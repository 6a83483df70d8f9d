/** Small rules about a visitor's session. */
import type { HeaderList } from '../http/exchange.ts'
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
