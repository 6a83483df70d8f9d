/** The central service's own cookie: which visitor this browser is. */
import {
  type CookieAttributes,
  clearCookie,
  prefixedName,
  readCookies,
  setCookie,
} from '../http/cookies.ts'
import type { Exchange, HeaderList } from '../http/exchange.ts'
import { sealOf } from './seal.ts'
import type { Service } from './service.ts'
import { isVisitorId } from './uuid.ts'

/** One year, in seconds: longer than that no browser keeps a cookie for long anyway. */
const LIFE = 365 * 86_400

/**
 * The id of the visitor whose browser sent this request; undefined for one without the cookie, or
 * with one that the service did not seal. That the store knows the visitor is not said: they may
 * have been forgotten.
 */
export function readVisitor(service: Service, exchange: Exchange): string | undefined {
  const token = readCookies(exchange)[nameOf(service)]
  if (token === undefined) return undefined
  const opened = sealOf(service, 'consent-visitor').open(token)
  return opened.ok && isVisitorId(opened.plaintext) ? opened.plaintext : undefined
}

/**
 * The `Set-Cookie` line that makes this browser the visitor's for a year, under the newest key.
 * An answer with it is `Cache-Control: no-store`.
 *
 * @example
 * return { status: 302, headers: [['cache-control', 'no-store'], ...writeVisitor(service, id)] }
 */
export function writeVisitor(service: Service, visitor: string): HeaderList {
  const token = sealOf(service, 'consent-visitor').seal(visitor)
  return [setCookie(nameOf(service), token, { ...attributes(service), maxAge: LIFE })]
}

/** The `Set-Cookie` line that makes this browser nobody's again. */
export function clearVisitor(service: Service): HeaderList {
  return [clearCookie(nameOf(service), attributes(service))]
}

function attributes(service: Service): CookieAttributes {
  return { path: '/', secure: service.secure, sameSite: 'lax' }
}

function nameOf(service: Service): string {
  return prefixedName('hallpass-visitor', attributes(service))
}
