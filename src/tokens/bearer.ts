/** Where a request carries its token (RFC 6750 §2). */
import { HallpassError } from '../errors.ts'
import type { Exchange } from '../http/exchange.ts'

/**
 * The token of a request: of `Authorization: Bearer …`, or of the query where the app takes it.
 *
 * @param query - The name of the parameter; undefined: the query is not looked at.
 * @throws HallpassError `token_required` when there is none; `bad_request` when there are several,
 * of which one could be planted
 */
export function bearerToken(exchange: Exchange, query: string | undefined): string {
  const given = query === undefined ? [] : parametersOf(exchange.url, query)
  const header = /^bearer(?: +(.*))?$/is.exec(exchange.header('authorization')?.trim() ?? '')
  if (header !== null) given.push(header[1] ?? '')
  const [token, ...more] = given
  if (more.length > 0) throw new HallpassError('bad_request', 'More than one token came.')
  if (token !== undefined) return token
  throw new HallpassError('token_required', 'A bearer token is required.')
}

function parametersOf(url: string, name: string): string[] {
  const start = url.indexOf('?')
  return start === -1 ? [] : new URLSearchParams(url.slice(start)).getAll(name)
}
