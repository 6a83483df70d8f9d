/** The answer to an error of an endpoint, and a line in the log. */
import type { HallpassError } from '../../errors.ts'
import { type ErrorFormat, errorReply } from '../../http/error-format.ts'
import type { HeaderList, Reply } from '../../http/exchange.ts'
import type { Logger } from '../../http/ports.ts'
import { challengeOf } from '../challenge.ts'

/** Who refuses, and how. */
export interface Refusing {
  readonly logger: Logger
  readonly errors: ErrorFormat
}

/** What says that somebody may be guessing. */
const SUSPICIOUS = new Set(['credentials_invalid', 'rate_limited'])

/**
 * @param client - The address that is logged.
 * @param headers - More headers, such as `allow`.
 */
export function refuse(
  { logger, errors }: Refusing,
  error: HallpassError,
  client: string | undefined,
  headers: HeaderList = [],
): Reply {
  const level = error.status >= 500 ? 'error' : SUSPICIOUS.has(error.code) ? 'warn' : 'info'
  const { cause } = error
  logger[level](`refused: ${error.code}`, {
    detail: error.message,
    client,
    ...(cause instanceof Error && { cause: `${cause.name}: ${cause.message}` }),
  })
  return errorReply(errors, error, [...challenge(error), ...headers])
}

/** Every 401 has one (RFC 9110 §15.5.2); of a bearer token's fault it says which (RFC 6750 §3). */
function challenge(error: HallpassError): HeaderList {
  if (error.status !== 401) return []
  const isOfToken = error.code.startsWith('token_')
  return [['www-authenticate', isOfToken ? challengeOf(error, []) : 'Bearer realm="hallpass"']]
}
