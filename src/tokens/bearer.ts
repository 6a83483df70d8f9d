/** Where a request carries its token (RFC 6750 §2). */
import { HallpassError } from '../errors.ts'
import type { Exchange } from '../http/exchange.ts'

const SCHEME = 'bearer'

/**
 * The token of a request: of `Authorization: Bearer …`, or of the query where the app takes it.
 *
 * @param query - The name of the parameter; undefined: the query is not looked at.
 * @throws HallpassError `token_required` when there is none; `bad_request` when there are several,
 * of which one could be planted
 */
export function bearerToken(exchange: Exchange, query: string | undefined): string {
  const given = query === undefined ? [] : parametersOf(exchange.url, query)
  const header = credentialsOf(exchange.header('authorization'))
  if (header !== undefined) given.push(header)
  if (given.length > 1) throw new HallpassError('bad_request', 'More than one token came.')
  const [token] = given
  if (token !== undefined) return token
  throw new HallpassError('token_required', 'A bearer token is required.')
}

/** What follows the scheme (RFC 9110 §11.6.2), whose case does not count; empty where nothing does. */
function credentialsOf(authorization: string | undefined): string | undefined {
  const header = authorization?.trim() ?? ''
  if (header.slice(0, SCHEME.length).toLowerCase() !== SCHEME) return undefined
  if (header.length === SCHEME.length) return ''
  return header[SCHEME.length] === ' ' ? header.slice(SCHEME.length).replace(/^ +/, '') : undefined
}

function parametersOf(url: string, name: string): string[] {
  const start = url.indexOf('?')
  return start === -1 ? [] : new URLSearchParams(url.slice(start)).getAll(name)
}
