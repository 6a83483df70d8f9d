/** Who keeps sessions, as the options say: a sealed cookie, a store, or another keeper. */
import type { Exchange } from '../http/exchange.ts'
import type { Ports } from '../http/ports.ts'
import { Refresher } from '../login/refresh.ts'
import { StoredRefresh } from '../login/stored-refresh.ts'
import type { CookieBackend, SessionBackend } from '../session/backend.ts'
import type { SessionEnds } from '../session/ends.ts'
import { isSessionFactory } from '../session/factory.ts'
import type { Lifetime } from '../session/lifetime.ts'
import { Revocations } from '../session/revocations.ts'
import { SealedCookie } from '../session/sealed-cookie.ts'
import type { SessionState } from '../session/state.ts'
import { StoredRecords } from '../session/stored/records.ts'
import { StoredEnds } from '../session/stored/stored-ends.ts'
import { StoredSessions } from '../session/stored/stored-sessions.ts'
import type { CheckedOptions } from './config.ts'
import type { HallpassOptions, SessionOptions } from './options.ts'

/** The parts that depend on where sessions are. */
export interface Keeping {
  readonly lifetime: Lifetime
  readonly backend: SessionBackend
  /** Ends of sessions: in memory beside a cookie, in the store where there is one. */
  readonly revocations: SessionEnds
  readonly refresher: Refresher
  /** Undefined without a store. */
  readonly stored: StoredKeeping | undefined
}

/** What `pass.sessions` works on. */
export interface StoredKeeping {
  readonly records: StoredRecords
  readonly ends: StoredEnds
}

/**
 * @param accepts - Whether a session is one of this service as it is configured for a request.
 * @param wrap - A provider's own keeper around a cookie.
 */
export function keepingOf(
  { options, keyring, secure }: CheckedOptions,
  { now, logger }: Ports,
  accepts: (state: SessionState, exchange: Exchange) => boolean,
  wrap: (keeper: CookieBackend) => CookieBackend,
): Keeping {
  const lifetime = lifetimeOf(options.session)
  const common = { keyring, secure, lifetime, accepts, now, logger }
  const { session = {} } = options
  const { store, name = 'hallpass' } = isSessionFactory(session) ? NO_OPTIONS : session
  if (store !== undefined) {
    const records = new StoredRecords({ ...common, store })
    const ends = new StoredEnds(records, now)
    return {
      lifetime,
      backend: new StoredSessions({ ...common, records, name }),
      revocations: ends,
      refresher: new Refresher(now, new StoredRefresh(records, now, logger)),
      stored: { records, ends },
    }
  }
  const revocations = new Revocations(lifetime.absolute, now)
  const context = { ...common, revocations }
  const keeper = isSessionFactory(session)
    ? session.backend(context)
    : new SealedCookie({ ...context, name })
  const backend = wrap(keeper)
  return { lifetime, backend, revocations, refresher: new Refresher(now), stored: undefined }
}

const NO_OPTIONS: SessionOptions = {}

function lifetimeOf(session: HallpassOptions['session'] = {}): Lifetime {
  if (isSessionFactory(session)) return session.lifetime
  const { absolute = 86_400, idle = 3600 } = session
  return { absolute, idle: Math.min(idle, absolute) }
}
