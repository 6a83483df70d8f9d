/** What `session` of `createHallpass` may be instead of options: another keeper of sessions. */
import type { Keyring } from '../crypto/keyring.ts'
import type { ConfigIssue } from '../errors.ts'
import type { Exchange } from '../http/exchange.ts'
import type { Logger } from '../http/ports.ts'
import type { CookieBackend } from './backend.ts'
import type { Lifetime } from './lifetime.ts'
import type { Revocations } from './revocations.ts'
import type { SessionState } from './state.ts'

/** What a keeper of sessions works with. */
export interface SessionContext {
  readonly keyring: Keyring
  /** Whether all base URLs are https. */
  readonly secure: boolean
  readonly lifetime: Lifetime
  readonly revocations: Revocations
  /** Whether a login that was found is one of this service as it is configured for this request. */
  readonly accepts: (state: SessionState, exchange: Exchange) => boolean
  readonly now: () => number
  readonly logger: Logger
}

/** A keeper of sessions that is configured, and not yet at work. */
export interface SessionFactory {
  /** What is wrong in its options; `createHallpass` tells it with everything else. */
  readonly issues: readonly ConfigIssue[]
  /** The time-outs of a login. */
  readonly lifetime: Lifetime
  backend(context: SessionContext): CookieBackend
}

/** Whether it is what `flaskSession()` returns. */
export function isSessionFactory(value: unknown): value is SessionFactory {
  return (
    typeof value === 'object' &&
    value !== null &&
    'backend' in value &&
    typeof value.backend === 'function' &&
    'issues' in value
  )
}
