/**
 * Every refusal and fault of hallpass is a `HallpassError`, told apart by its literal `code`.
 * A message names the setting, the rule or the step that failed; it never holds a token, a
 * secret, or a payload that was not verified.
 */

/** Where each code is explained: what it means and what to do. */
const DOCS = 'https://github.com/hallpass/hallpass/blob/main/docs/errors.md'

/** The codes, each with the HTTP status it is answered with. */
const STATUS = {
  // configuration and use
  invalid_config: 500,
  not_mounted: 500,
  hook_failed: 500,
  session_too_large: 500,
  response_started: 500,
  claims_invalid: 500,
  // the request
  bad_request: 400,
  bad_path: 400,
  body_too_large: 413,
  validation_failed: 422,
  method_not_allowed: 405,
  cross_site_request: 403,
  // access
  login_required: 401,
  reauthentication_required: 401,
  forbidden: 403,
  key_required: 401,
  token_required: 401,
  token_invalid: 401,
  token_expired: 401,
  refresh_token_invalid: 401,
  credentials_invalid: 401,
  insufficient_scope: 403,
  redirect_loop: 508,
  // the callback
  state_missing: 400,
  state_unknown: 400,
  duplicate_parameter: 400,
  transaction_expired: 400,
  issuer_mismatch: 400,
  callback_invalid: 400,
  provider_error: 400,
  access_denied: 403,
  id_token_invalid: 400,
  access_token_invalid: 400,
  userinfo_invalid: 400,
  logout_token_invalid: 400,
  // the provider
  provider_unavailable: 503,
  provider_failed: 502,
  provider_timeout: 504,
  // an app behind the proxy
  upstream_unreachable: 502,
  upstream_failed: 502,
  upstream_busy: 503,
  upstream_timeout: 504,
  // tokens of the session
  no_access_token: 401,
  access_token_expired: 401,
  refresh_refused: 401,
  // signed and sealed values
  bad_signature: 400,
  signature_expired: 400,
  bad_payload: 400,
  unknown_key: 400,
  // consent: a site and its visitors
  consent_unknown_visitor: 401,
  consent_unavailable: 503,
  // the consent service
  api_key_invalid: 401,
  code_invalid: 400,
  unknown_site: 400,
  unknown_visitor: 404,
  unknown_category: 400,
  unknown_policy: 400,
  not_found: 404,
  rate_limited: 429,
  store_unavailable: 503,
  // a client of tokens
  service_unavailable: 503,
} as const

/** What went wrong, as a word a program can compare. */
export type Code = keyof typeof STATUS

/** One fault in a configuration or in what a client sent: where, and what to write instead. */
export interface ConfigIssue {
  /** The option, as written in the configuration: `login.clientId`; the field of a request. */
  readonly path: string
  /** What is wrong with it and what to write instead. */
  readonly message: string
}

/** Details that only some codes carry. */
export interface ErrorDetails {
  readonly cause?: unknown
  /** Seconds after which a retry makes sense; answered as `Retry-After`. */
  readonly retryAfter?: number
  /** For `invalid_config` and `validation_failed`: every fault that was found. */
  readonly issues?: readonly ConfigIssue[]
}

/**
 * The one error class of hallpass.
 *
 * @example
 * try { … } catch (error) {
 *   if (isHallpassError(error) && error.code === 'provider_unavailable') …
 * }
 */
export class HallpassError extends Error {
  override readonly name = 'HallpassError'
  /** What went wrong, as a word a program can compare. */
  readonly code: Code
  /** The HTTP status it is answered with. */
  readonly status: number
  /** Seconds after which a retry makes sense. */
  declare readonly retryAfter?: number
  /** For `invalid_config` and `validation_failed`: every fault that was found. */
  declare readonly issues?: readonly ConfigIssue[]

  constructor(code: Code, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.code = code
    this.status = STATUS[code]
    if (details.retryAfter !== undefined) this.retryAfter = details.retryAfter
    // The message says them: an error that is printed must not say them twice.
    const { issues } = details
    if (issues !== undefined) Object.defineProperty(this, 'issues', { value: issues })
  }

  /** The page that explains this code. */
  get docs(): string {
    return `${DOCS}#${this.code}`
  }
}

/**
 * Whether `error` is a `HallpassError`, also one of another copy of the package.
 *
 * @example
 * if (isHallpassError(error)) response.status(error.status).end()
 */
export function isHallpassError(error: unknown): error is HallpassError {
  return error instanceof Error && error.name === 'HallpassError' && 'code' in error
}

/** All codes, for the test that holds `docs/errors.md` to them. */
export const CODES: readonly Code[] = Object.keys(STATUS) as Code[]
