/** The dashboard's own sign-in: a sealed cookie that says which key let its owner in. */
import { createHash, randomBytes } from 'node:crypto'
import { equalText } from '../../../crypto/equal.ts'
import {
  type CookieAttributes,
  clearCookie,
  prefixedName,
  readCookies,
  setCookie,
} from '../../../http/cookies.ts'
import type { Exchange, HeaderList } from '../../../http/exchange.ts'
import { sealOf } from '../../seal.ts'
import type { Service } from '../../service.ts'

/** Eight hours, in seconds: a day's work. */
const LIFE = 8 * 3600

/** Whether it is the dashboard's key; how long the key is cannot be told by time either. */
export function isKey(given: string, key: string): boolean {
  return equalText(digest(given), digest(key))
}

/** The cookie of somebody who gave the key. */
export function writeSession(service: Service, key: string): HeaderList {
  const id = randomBytes(16).toString('base64url')
  const ends = Math.floor(service.ports.now()) + LIFE
  const token = sealOf(service, 'consent-dashboard').seal(JSON.stringify([id, ends, digest(key)]))
  return [setCookie(nameOf(service), token, { ...attributes(service), maxAge: LIFE })]
}

/** The session of who sent this request; undefined for nobody, for one that ended, or whose key did. */
export function readSession(service: Service, exchange: Exchange, key: string): string | undefined {
  return sessionOf(service, exchange, key)?.id
}

/** Ends the session of who sent this request: whoever has its cookie is nobody from now on. */
export function endSession(service: Service, exchange: Exchange, key: string): HeaderList {
  const session = sessionOf(service, exchange, key)
  if (session !== undefined) service.ended.add(session.id, session.ends)
  return [clearCookie(nameOf(service), attributes(service))]
}

function sessionOf(
  service: Service,
  exchange: Exchange,
  key: string,
): { readonly id: string; readonly ends: number } | undefined {
  const opened = sealOf(service, 'consent-dashboard').open(
    readCookies(exchange)[nameOf(service)] ?? '',
  )
  if (!opened.ok) return undefined
  const [id, ends, given]: [string, number, string] = JSON.parse(opened.plaintext)
  const lives = service.ports.now() < ends && !service.ended.has(id)
  return lives && equalText(given, digest(key)) ? { id, ends } : undefined
}

function attributes(service: Service): CookieAttributes {
  return { path: '/', secure: service.secure, sameSite: 'lax' }
}

function nameOf(service: Service): string {
  return prefixedName('hallpass-dashboard', attributes(service))
}

function digest(key: string): string {
  return createHash('sha256').update(`hallpass dashboard\0${key}`).digest('base64url')
}
