/**
 * What a form did, told once by the page that the browser is sent to: a sealed cookie for a
 * minute. It may hold a new API key, which no address and no page of the history should.
 */
import { equalText } from '../../crypto/equal.ts'
import {
  type CookieAttributes,
  clearCookie,
  prefixedName,
  readCookies,
  setCookie,
} from '../../http/cookies.ts'
import type { Exchange, HeaderList } from '../../http/exchange.ts'
import { sealOf } from '../seal.ts'
import type { Service } from '../service.ts'

/** In seconds: the redirect takes no longer. */
const LIFE = 60

/** What happened. */
export interface Flash {
  readonly kind: 'good' | 'bad'
  readonly text: string
  /** A new API key, and the site that it is for. */
  readonly key?: { readonly origin: string; readonly value: string }
  /** What came of it, as names and values. */
  readonly facts?: readonly (readonly [name: string, value: string])[]
}

/** The cookie that tells `holder` what happened, on the next page. */
export function flashCookie(service: Service, holder: string, flash: Flash): HeaderList {
  const until = service.ports.now() + LIFE
  const token = sealOf(service, 'consent-notice').seal(JSON.stringify([holder, until, flash]))
  return [setCookie(nameOf(service), token, { ...attributes(service), maxAge: LIFE })]
}

/** What is to be told to `holder`, and the line that makes sure it is told once. */
export function takeFlash(
  service: Service,
  exchange: Exchange,
  holder: string,
): { readonly flash: Flash | undefined; readonly headers: HeaderList } {
  const token = readCookies(exchange)[nameOf(service)]
  if (token === undefined) return { flash: undefined, headers: [] }
  const headers = [clearCookie(nameOf(service), attributes(service))]
  const opened = sealOf(service, 'consent-notice').open(token)
  if (!opened.ok) return { flash: undefined, headers }
  const [owner, until, flash]: [string, number, Flash] = JSON.parse(opened.plaintext)
  const told = equalText(owner, holder) && service.ports.now() < until
  return { flash: told ? flash : undefined, headers }
}

function attributes(service: Service): CookieAttributes {
  return { path: '/', secure: service.secure, sameSite: 'lax' }
}

function nameOf(service: Service): string {
  return prefixedName('hallpass-notice', attributes(service))
}
