/** An error as `application/problem+json`, for programs (RFC 9457). */
import type { HallpassError } from '../errors.ts'
import type { HeaderList, Reply } from './exchange.ts'
import { explain } from './fault-text.ts'

/**
 * An error as a problem details object: `type` (the page that explains the code), `title`,
 * `status`, `code`, `detail`. The detail of a fault of the service (500 and above) is the general
 * one; what went wrong there is for the log. Sets `Cache-Control: no-store`, and `Retry-After`
 * where the error says when to come back.
 *
 * @param extra - More members, such as where to log in; they never replace the ones above.
 * @param headers - More headers, such as `www-authenticate`.
 * @example
 * problem(new HallpassError('forbidden', 'The rule "/admin/*" asks for the group "staff".'))
 */
export function problem(
  error: HallpassError,
  extra: Record<string, unknown> = {},
  headers: HeaderList = [],
): Reply {
  const { title, text } = explain(error.code)
  return {
    status: error.status,
    headers: [
      ['content-type', 'application/problem+json'],
      ['cache-control', 'no-store'],
      ['x-content-type-options', 'nosniff'],
      ...retryAfter(error),
      ...headers,
    ],
    reason: error.code,
    body: JSON.stringify({
      ...extra,
      type: error.docs,
      title,
      status: error.status,
      code: error.code,
      detail: toldDetail(error) ?? text,
    }),
  }
}

/**
 * The error's own message where it may be told: not for a fault of the service. A redirect loop
 * has a status of a server, but mostly a cause in the browser.
 */
export function toldDetail(error: HallpassError): string | undefined {
  return error.status < 500 || error.code === 'redirect_loop' ? error.message : undefined
}

/** The `Retry-After` line of an error (RFC 9110 section 10.2.3), in whole seconds, at least one. */
export function retryAfter(error: HallpassError): HeaderList {
  if (error.retryAfter === undefined) return []
  return [['retry-after', String(Math.max(1, Math.ceil(error.retryAfter)))]]
}
