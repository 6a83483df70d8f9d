/** What went wrong inside the protocol libraries, as an error of ours: which check, no values. */
import * as jose from 'jose'
import * as oauth from 'oauth4webapi'
import { type Code, HallpassError } from '../errors.ts'

/** Codes of oauth4webapi that say the answer was no answer of the protocol at all. */
const NOT_AN_ANSWER: readonly (string | undefined)[] = [
  oauth.RESPONSE_IS_NOT_JSON,
  oauth.RESPONSE_IS_NOT_CONFORM,
  oauth.MISSING_SERVER_METADATA,
  oauth.INVALID_SERVER_METADATA,
]

/**
 * Turns what a protocol library threw into a `HallpassError`.
 *
 * @param invalid the code for an answer that is well-formed and wrong
 */
export function protocolFault(error: unknown, step: string, invalid: Code): HallpassError {
  if (error instanceof HallpassError) return error
  if (error instanceof oauth.ResponseBodyError) return refusal(error, step)
  if (error instanceof oauth.WWWAuthenticateChallengeError) {
    return new HallpassError('provider_failed', `The provider refused the call: ${step}`, {
      cause: named(error),
    })
  }
  if (error instanceof oauth.OperationProcessingError && NOT_AN_ANSWER.includes(error.code)) {
    const status = error.cause instanceof Response ? ` (HTTP status ${error.cause.status})` : ''
    return new HallpassError('provider_failed', `${step}: ${error.message}${status}`, {
      cause: named(error),
      retryAfter: 10,
    })
  }
  const known =
    error instanceof oauth.OperationProcessingError ||
    error instanceof oauth.UnsupportedOperationError ||
    error instanceof jose.errors.JOSEError
  if (known) return new HallpassError(invalid, `${step}: ${error.message}`, { cause: named(error) })
  throw error
}

/** An OAuth error in the body (RFC 6749 §5.2): the code word is safe to show, the rest is not. */
function refusal(error: oauth.ResponseBodyError, step: string): HallpassError {
  const word = /^[a-z_]{1,40}$/.test(error.error) ? error.error : 'an error'
  const code = word === 'invalid_grant' ? 'callback_invalid' : 'provider_failed'
  const hint = word === 'invalid_client' ? ': are clientId and clientSecret right?' : ''
  return new HallpassError(code, `The provider answered ${word}: ${step}${hint}`)
}

/**
 * The library's errors carry claims and whole responses in their `cause`; only their name,
 * code and message go on, so that a logger that prints causes prints no token.
 */
function named(error: Error): Error {
  const copy = new Error(error.message)
  copy.name = 'code' in error ? `${error.name} ${String(error.code)}` : error.name
  return copy
}
