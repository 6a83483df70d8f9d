/** Who makes a request where the guard is off: nobody that is known. */
import type { VisitorConsent } from '../consent/site/visitor-consent.ts'
import { HallpassError } from '../errors.ts'
import { type Access, checkAccess } from '../guard/access.ts'
import type { Decision, Exchange, MaybePromise, Reply } from '../http/exchange.ts'
import { faultReply } from '../http/fault.ts'
import { checkRequest, isRequestGuard } from '../http/request-guard.ts'
import type { SessionData, Visitor } from '../pass/types.ts'

/** The app runs as if nothing stood before it; what it asks for itself, nobody has. */
class UnguardedVisitor implements Visitor {
  readonly user: undefined
  readonly groups: readonly string[] = []
  /** Kept nowhere. */
  readonly session: SessionData = {}
  readonly provider: undefined
  readonly auth: undefined
  readonly expiresAt: undefined
  readonly #exchange: Exchange

  constructor(exchange: Exchange) {
    this.#exchange = exchange
  }

  get consent(): VisitorConsent {
    const message = 'hallpass.consent needs createHallpass({ consent: { service, apiKey } })'
    throw new HallpassError('invalid_config', message)
  }

  async accessToken(): Promise<string> {
    throw new HallpassError('no_access_token', 'The guard is off: nobody is signed in')
  }

  check(access: Access = 'login'): MaybePromise<Reply | undefined> {
    checkAccess(access, 'access')
    if (isRequestGuard(access)) return access[checkRequest](this.#exchange)
    if (access === 'public') return undefined
    if (access === 'deny') {
      return faultReply(this.#exchange, new HallpassError('forbidden', 'This is not open to you'))
    }
    const error = new HallpassError('login_required', 'The guard is off: nobody can sign in')
    return faultReply(this.#exchange, error, {
      headers: [['www-authenticate', 'Bearer realm="hallpass"']],
    })
  }
}

/** Who makes this request. */
export function unguardedVisitor(exchange: Exchange): Visitor {
  return new UnguardedVisitor(exchange)
}

/** On to the app, with nothing to write. */
export function unguarded(exchange: Exchange): Decision<Visitor> {
  return { kind: 'pass', visitor: new UnguardedVisitor(exchange), headers: [], commit: () => [] }
}
