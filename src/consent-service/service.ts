/** What every handler of the central service gets. */
import type { Keyring } from '../crypto/keyring.ts'
import type { Access } from '../guard/access.ts'
import type { Exchange, MaybePromise, Reply } from '../http/exchange.ts'
import type { Logger } from '../http/ports.ts'
import type { Hallpass } from '../pass/types.ts'
import type { EndedSessions } from './pages/dashboard/ended-sessions.ts'
import type { ConsentStore } from './store/port.ts'

/** Who may see the dashboard: whoever has the key, or whom hallpass's own login lets in. */
export type DashboardAccess =
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'pass'; readonly pass: Hallpass; readonly access: Access }

/** The parts of the service that its handlers share. */
export interface Service {
  readonly store: ConsentStore
  /** The public origin of the service, without a slash at its end. */
  readonly baseUrl: string
  /** Whose sites these are: shown on pages. */
  readonly organisation: string
  /** Whether the base URL is https. */
  readonly secure: boolean
  /** Seals the cookies of visitors and of the dashboard; the same for every instance. */
  readonly keyring: Keyring
  readonly ports: {
    /** Seconds since the epoch; may have a fraction. */
    now(): number
    readonly logger: Logger
  }
  /** Undefined: there is no dashboard. */
  readonly dashboard: DashboardAccess | undefined
  /** Sessions of the dashboard that were signed out of. */
  readonly ended: EndedSessions
  /** Sites, keys or policies were changed here: this instance forgets what it kept of them. */
  changed(): void
}

/** What answers one kind of request. It may throw: the service makes the answer of it. */
export type Handler = (service: Service, exchange: Exchange) => MaybePromise<Reply>

/** The service's time in milliseconds, as the store keeps it. */
export function milliseconds(service: Service): number {
  return Math.round(service.ports.now() * 1000)
}
