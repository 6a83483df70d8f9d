/** The guard of a route for tokens, and what it found. */
import { HallpassError, isHallpassError } from '../errors.ts'
import { errorReply } from '../http/error-format.ts'
import type { Exchange, HeaderList, MaybePromise, Reply } from '../http/exchange.ts'
import { faultReply } from '../http/fault.ts'
import { isNavigation } from '../http/navigation.ts'
import { checkRequest, type RequestGuard } from '../http/request-guard.ts'
import { RequestNotes } from '../http/request-notes.ts'
import { bearerToken } from './bearer.ts'
import { chained } from './chained.ts'
import { challengeOf } from './challenge.ts'
import type { Check } from './chosen-verifier.ts'
import type { TokenRequirement } from './token-required.ts'
import type { VerifiedToken } from './verifier.ts'

/** A guard that knows what the token of a request said. */
export interface TokenGuard<Claims> extends RequestGuard {
  /**
   * What the token of a request says.
   *
   * @param request - What the framework gave: the request, or the context of Hono or Koa.
   * @throws HallpassError `not_mounted` when the guard did not let this request through
   */
  token(request: object): VerifiedToken<Claims>
  /** The token itself, to pass it on. Throws as `token` does. */
  rawToken(request: object): string
  /** What the token says; undefined where none came, which an `optional` guard lets through. */
  find(request: object): VerifiedToken<Claims> | undefined
}

interface Found<Claims> {
  readonly raw: string
  readonly token: VerifiedToken<Claims>
}

/** The guard for what `check` finds. It makes no promise where the check makes none. */
export function tokenGuard<Claims>(
  check: Check<Claims>,
  requirement: TokenRequirement<Claims>,
): TokenGuard<Claims> {
  return new Guard(check, requirement)
}

class Guard<Claims> implements TokenGuard<Claims> {
  readonly #verify: Check<Claims>
  readonly #requirement: TokenRequirement<Claims>
  readonly #scopes: readonly string[]
  readonly #found = new RequestNotes<Found<Claims>>()

  constructor(verify: Check<Claims>, requirement: TokenRequirement<Claims>) {
    this.#verify = verify
    this.#requirement = requirement
    const { scope, scopes = [] } = requirement
    this.#scopes = scope === undefined ? scopes : [...new Set([scope, ...scopes])]
  }

  [checkRequest](exchange: Exchange): MaybePromise<Reply | undefined> {
    try {
      const refusal = this.#looked(exchange)
      if (!(refusal instanceof Promise)) return refusal
      return refusal.catch((error) => this.#refused(exchange, error))
    } catch (error) {
      return this.#refused(exchange, error)
    }
  }

  token(request: object): VerifiedToken<Claims> {
    return this.#of(request).token
  }

  rawToken(request: object): string {
    return this.#of(request).raw
  }

  find(request: object): VerifiedToken<Claims> | undefined {
    return this.#found.get(request)?.token
  }

  #of(request: object): Found<Claims> {
    const found = this.#found.get(request)
    if (found !== undefined) return found
    const message = 'The guard did not look at this request: put requireLogin(guard) before it.'
    throw new HallpassError('not_mounted', message)
  }

  #looked(exchange: Exchange): MaybePromise<undefined> {
    const raw = this.#bearer(exchange)
    if (raw === undefined) return undefined
    return chained(this.#verify(raw), (token) =>
      chained(this.#allows(token), (allowed) => {
        if (allowed !== true) {
          throw new HallpassError('insufficient_scope', 'The token does not allow this.')
        }
        if (exchange.request !== undefined) this.#found.set(exchange.request, { raw, token })
        return undefined
      }),
    )
  }

  /** Undefined: none came, and none has to. */
  #bearer(exchange: Exchange): string | undefined {
    const { query, optional } = this.#requirement
    try {
      return bearerToken(exchange, query)
    } catch (error) {
      const isNone = isHallpassError(error) && error.code === 'token_required'
      if (optional === true && isNone) return undefined
      throw error
    }
  }

  #refused(exchange: Exchange, error: unknown): Reply {
    // What is the app's own fault is for its error handler.
    if (!isHallpassError(error) || error.status === 500) throw error
    // What cannot be known now says nothing of the token.
    const headers: HeaderList =
      error.status > 500 ? [] : [['www-authenticate', challengeOf(error, this.#scopes)]]
    const { errors } = this.#requirement
    if (errors !== 'list' || isNavigation(exchange)) return faultReply(exchange, error, { headers })
    return errorReply(errors, error, headers)
  }

  #allows(token: VerifiedToken<Claims>): MaybePromise<boolean> {
    const { groups, check } = this.#requirement
    if (!this.#hasScopes(token)) return false
    if (groups !== undefined) {
      const has = listed(claimOf(token, 'groups'))
      if (!groups.some((wanted) => has.includes(wanted))) return false
    }
    return check === undefined || check(token)
  }

  #hasScopes(token: VerifiedToken<Claims>): boolean {
    if (this.#scopes.length === 0) return true
    const scope = words(claimOf(token, 'scope'))
    const scopes = listed(claimOf(token, 'scopes'))
    return this.#scopes.every((wanted) => scope.includes(wanted) || scopes.includes(wanted))
  }
}

function claimOf(token: VerifiedToken<unknown>, name: string): unknown {
  const { claims } = token
  if (typeof claims !== 'object' || claims === null || !Object.hasOwn(claims, name))
    return undefined
  return Reflect.get(claims, name)
}

function words(value: unknown): readonly unknown[] {
  return typeof value === 'string' ? value.split(' ') : listed(value)
}

function listed(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
