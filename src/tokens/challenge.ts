/** What a client is told in `WWW-Authenticate` (RFC 6750 §3). */
import type { HallpassError } from '../errors.ts'

const ERRORS: ReadonlyMap<number, string> = new Map([
  [400, 'invalid_request'],
  [403, 'insufficient_scope'],
])

/**
 * The challenge that goes with a refusal: without a token nothing is said of errors (§3.1).
 *
 * @param scopes - what is asked for; each of the characters of RFC 6749 §3.3
 */
export function challengeOf(error: HallpassError, scopes: readonly string[]): string {
  const scope = scopes.length === 0 ? '' : `, scope="${scopes.join(' ')}"`
  if (error.code === 'token_required') return `Bearer realm="hallpass"${scope}`
  const word = ERRORS.get(error.status) ?? 'invalid_token'
  // The message may be one of the app's check.
  const told = error.message.replace(/[^\x20\x21\x23-\x5b\x5d-\x7e]/g, '')
  return `Bearer realm="hallpass", error="${word}", error_description="${told}"${scope}`
}
