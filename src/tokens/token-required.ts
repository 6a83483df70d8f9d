/** A route for programs that have a token: what it must allow. */
import * as v from 'valibot'
import { HallpassError } from '../errors.ts'
import { ERROR_FORMATS, type ErrorFormat } from '../http/error-format.ts'
import type { MaybePromise } from '../http/exchange.ts'
import { checkOptions, type OptionsSchema } from '../options/check.ts'
import { checkBy, faultOfVerifiers } from './chosen-verifier.ts'
import { type TokenGuard, tokenGuard } from './token-guard.ts'
import type { TokenVerifier, VerifiedToken } from './verifier.ts'

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
  /**
   * Whether a request without a token is let through, as one of nobody; default false. A token
   * that is there must be good and allow what is asked for all the same.
   */
  readonly optional?: boolean
  /**
   * How programs are told of a refusal: `problem` (RFC 9457), which is the default, or `list`,
   * `{"_errors": ["…"]}`. A person gets a page.
   */
  readonly errors?: ErrorFormat
}

/** What the good tokens of a verifier say, or those of each in a list. */
export type ClaimsOf<Verifiers> = Verifiers extends readonly (infer One)[]
  ? ClaimsOf<One>
  : Verifiers extends TokenVerifier<infer Claims>
    ? Claims
    : never

// RFC 6749 §3.3, which also keeps the challenge in one piece.
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
  optional: v.exactOptional(v.boolean()),
  errors: v.exactOptional(v.picklist(ERROR_FORMATS, "must be 'problem' or 'list'")),
})

/**
 * Lets only requests through that carry a good token, which allows what is asked for. Others get
 * 401 or 403 with `WWW-Authenticate` (RFC 6750). Use it as `access`: in `requireLogin` of any
 * adapter, with `mount` or without, or in a path rule.
 *
 * @param tokens - What checks the token; of a list the one whose issuer the token names.
 * @throws HallpassError `invalid_config` for tokens that `createTokens` or `accessTokens` did not
 * make, or a wrong requirement
 * @example
 * const writer = tokenRequired(tokens, { scope: 'notes:write' })
 * app.post('/notes', requireLogin(writer), (req, res) => res.json(writer.token(req).claims.sub))
 */
export function tokenRequired<const Verifiers extends Verifying<unknown>>(
  tokens: Verifiers,
  requirement: TokenRequirement<ClaimsOf<Verifiers>> = {},
): TokenGuard<ClaimsOf<Verifiers>> {
  const issues = [...checkOptions(schema, requirement, '')]
  const fault = faultOfVerifiers(tokens)
  if (fault !== undefined) issues.push({ path: 'tokens', message: fault })
  if (issues.length === 0) return tokenGuard(checkBy(typed(tokens)), requirement)
  const listed = issues.map(({ path, message }) => `${path || 'requirement'} ${message}`)
  throw new HallpassError('invalid_config', `tokenRequired: ${listed.join('\n')}`, { issues })
}

type Verifying<Claims> = TokenVerifier<Claims> | readonly TokenVerifier<Claims>[]

/** Each gives claims that `ClaimsOf` names, which the compiler cannot see through the list. */
function typed<Verifiers extends Verifying<unknown>>(
  tokens: Verifiers,
): Verifying<ClaimsOf<Verifiers>> {
  return tokens as Verifying<ClaimsOf<Verifiers>>
}
