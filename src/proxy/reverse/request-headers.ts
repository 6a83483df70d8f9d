/** The headers of a request as an app gets them. */
import type { IncomingHttpHeaders } from 'node:http'
import type { HeaderList } from '../../http/exchange.ts'
import { isReserved } from '../identity/headers.ts'
import { isMethodOverride } from '../method-override.ts'
import { isForwarding } from './forwarded-headers.ts'
import { HOP_BY_HOP, namedByConnection } from './hop-by-hop.ts'
import type { OwnCookies } from './own-cookies.ts'

/** Headers of a request, by their names in lower case. */
export type RequestHeaders = Record<string, string | string[]>

/** What can be read in one way only: servers take other characters for `-`, or for nothing. */
const PLAIN_NAME = /^[a-z0-9-]+$/
/** Set by whoever sends the request, or only by the guard. `expect` is answered on the way. */
const OWN: ReadonlySet<string> = new Set(['host', 'cookie', 'expect'])
/** Names that are remembered: clients make up any number. */
const MAX_KNOWN = 2000

const known = new Map<string, boolean>()

/** Whether a client's header of this name, in lower case, is passed on. */
export function isPassedOn(name: string): boolean {
  const before = known.get(name)
  if (before !== undefined) return before
  const passed =
    PLAIN_NAME.test(name) &&
    !OWN.has(name) &&
    !HOP_BY_HOP.has(name) &&
    !isForwarding(name) &&
    !isMethodOverride(name) &&
    !isReserved(name)
  if (known.size < MAX_KNOWN) known.set(name, passed)
  return passed
}

/**
 * What a client sent, as far as it may: without the headers of its own connection, without those
 * that only a proxy or the guard may send or that name another method, without the guard's cookies.
 */
export function clientHeaders(sent: IncomingHttpHeaders, cookies: OwnCookies): RequestHeaders {
  const named = namedByConnection(sent.connection)
  const headers: RequestHeaders = {}
  for (const name in sent) {
    const value = sent[name]
    if (value === undefined || !isPassedOn(name) || named.has(name)) continue
    headers[name] = value
  }
  const cookie =
    sent.cookie === undefined || named.has('cookie') ? undefined : cookies.without(sent.cookie)
  if (cookie !== undefined) headers.cookie = cookie
  return headers
}

/** Adds what the guard says: nothing that a client sent can take it away. */
export function addAll(headers: RequestHeaders, more: HeaderList): void {
  for (const [name, value] of more) headers[name] = value
}
