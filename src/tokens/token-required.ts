/** A route for programs that have a token: the guard, and what it found. */
import * as v from 'valibot'
import { HallpassError, isHallpassError } from '../errors.ts'
import type { Exchange, MaybePromise, Reply } from '../http/exchange.ts'
import { faultReply } from '../http/fault.ts'
import { checkRequest, type RequestGuard } from '../http/request-guard.ts'
import { placesOf } from '../http/request-places.ts'
import { checkOptions, type OptionsSchema } from '../options/check.ts'
import { bearerToken } from './bearer.ts'
import type { Tokens, VerifiedToken } from './create.ts'
import type { OutputOf, StandardSchema } from './standard-schema.ts'

/** What a token must allow; everything that is given must hold. */
export interface TokenRequirement<Claims> {
  /** This scope, in the claim `scope` (space-separated) or `scopes` (a list). */
  readonly scope?: string
  /** All of these scopes. */
  readonly scopes?: readonly string[]
  /** One of these groups at least, in the claim `groups` (a list). */
  readonly groups?: readonly string[]
  /** The app's own check; only `true` lets through. */
  readonly check?: (token: VerifiedToken<Claims>) => MaybePromise<boolean>
  /**
   * A query parameter that may carry the token, where headers cannot be set: `token`. Addresses
   * are logged and shared, so that without this the query is not looked at.
   */
  readonly query?: string
}

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
}

// RFC 6749 §3.3, which also keeps the header below in one piece.
const scope = v.pipe(
  v.string(),
  v.regex(/^[\x21\x23-\x5b\x5d-\x7e]+$/, 'must be one scope, without spaces and quotes'),
)
const text = v.pipe(v.string(), v.minLength(1, 'must not be empty'))

/** A requirement whose value is undefined is none: `{ scope: process.env.X }` must open no door. */
const schema: OptionsSchema = v.strictObject({
  scope: v.exactOptional(scope),
  scopes: v.exactOptional(v.pipe(v.array(scope), v.minLength(1, 'must name a scope at least'))),
  groups: v.exactOptional(v.pipe(v.array(text), v.minLength(1, 'must name a group at least'))),
  check: v.exactOptional(v.function()),
  query: v.exactOptional(text),
})

/**
 * Lets only requests through that carry a good token, which allows what is asked for. Others get
 * 401 or 403 with `WWW-Authenticate` (RFC 6750). Use it as `access`: in `requireLogin` of any
 * adapter, with `mount` or without, or in a path rule.
 *
 * @throws HallpassError `invalid_config` for tokens that `createTokens` did not make, or a wrong
 * requirement
 * @example
 * const writer = tokenRequired(tokens, { scope: 'notes:write' })
 * app.post('/notes', requireLogin(writer), (req, res) => res.json(writer.token(req).claims.sub))
 */
export function tokenRequired<Schema extends StandardSchema>(
  tokens: Tokens<Schema>,
  requirement: TokenRequirement<OutputOf<Schema>> = {},
): TokenGuard<OutputOf<Schema>> {
  const issues = [...checkOptions(schema, requirement, '')]
  if (typeof tokens?.verify !== 'function') {
    issues.push({ path: 'tokens', message: 'must be what createTokens returned' })
  }
  if (issues.length === 0) return new Guard((token) => tokens.verify(token), requirement)
  const listed = issues.map(({ path, message }) => `${path || 'requirement'} ${message}`)
  throw new HallpassError('invalid_config', `tokenRequired: ${listed.join('\n')}`, { issues })
}

interface Found<Claims> {
  readonly raw: string
  readonly token: VerifiedToken<Claims>
}

class Guard<Claims> implements TokenGuard<Claims> {
  readonly #verify: (token: string) => Promise<VerifiedToken<Claims>>
  readonly #requirement: TokenRequirement<Claims>
  readonly #scopes: readonly string[]
  readonly #found = new WeakMap<object, Found<Claims>>()

  constructor(
    verify: (token: string) => Promise<VerifiedToken<Claims>>,
    requirement: TokenRequirement<Claims>,
  ) {
    this.#verify = verify
    this.#requirement = requirement
    const { scope, scopes = [] } = requirement
    this.#scopes = scope === undefined ? scopes : [...new Set([scope, ...scopes])]
  }

  async [checkRequest](exchange: Exchange): Promise<Reply | undefined> {
    try {
      const raw = bearerToken(exchange, this.#requirement.query)
      const token = await this.#verify(raw)
      if (!(await this.#allows(token))) {
        throw new HallpassError('insufficient_scope', 'The token does not allow this.')
      }
      if (exchange.request !== undefined) this.#found.set(exchange.request, { raw, token })
      return undefined
    } catch (error) {
      if (!isHallpassError(error) || error.status >= 500) throw error
      return faultReply(exchange, error, {
        headers: [['www-authenticate', challengeOf(error, this.#scopes)]],
      })
    }
  }

  token(request: object): VerifiedToken<Claims> {
    return this.#of(request).token
  }

  rawToken(request: object): string {
    return this.#of(request).raw
  }

  #of(request: object): Found<Claims> {
    for (const place of placesOf(request)) {
      const found = this.#found.get(place)
      if (found !== undefined) return found
    }
    const message = 'The guard did not look at this request: put requireLogin(guard) before it.'
    throw new HallpassError('not_mounted', message)
  }

  async #allows(token: VerifiedToken<Claims>): Promise<boolean> {
    const { groups, check } = this.#requirement
    const scopes = [...words(claimOf(token, 'scope')), ...listed(claimOf(token, 'scopes'))]
    if (!this.#scopes.every((wanted) => scopes.includes(wanted))) return false
    const has = listed(claimOf(token, 'groups'))
    if (groups !== undefined && !groups.some((wanted) => has.includes(wanted))) return false
    return check === undefined || (await check(token)) === true
  }
}

const ERRORS: ReadonlyMap<number, string> = new Map([
  [400, 'invalid_request'],
  [403, 'insufficient_scope'],
])

/** RFC 6750 §3 and §3.1: without a token nothing is said of errors. */
function challengeOf(error: HallpassError, scopes: readonly string[]): string {
  const scope = scopes.length === 0 ? '' : `, scope="${scopes.join(' ')}"`
  if (error.code === 'token_required') return `Bearer realm="hallpass"${scope}`
  const word = ERRORS.get(error.status) ?? 'invalid_token'
  // The message may be one of the app's check.
  const told = error.message.replace(/[^\x20\x21\x23-\x5b\x5d-\x7e]/g, '')
  return `Bearer realm="hallpass", error="${word}", error_description="${told}"${scope}`
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
