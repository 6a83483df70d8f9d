/** The three cookies of flask-cognito-lib 1.9 on the wire: read, written, cleared. */
import { Fernet } from '../../crypto/fernet.ts'
import { fernetKeyFromSecret } from '../../crypto/fernet-keys.ts'
import { isHallpassError } from '../../errors.ts'
import { MAX_COOKIE_BYTES } from '../../http/chunks.ts'
import { type CookieAttributes, clearCookie, readCookies, setCookie } from '../../http/cookies.ts'
import type { Exchange, HeaderList } from '../../http/exchange.ts'
import type { TokenSet } from '../../session/state.ts'

const ACCESS = 'cognito_access_token'
const ID = 'cognito_id_token'
const REFRESH = 'cognito_refresh_token'

/** How the cookies are written; the options of `cognito()` say more. Ages are in seconds. */
export interface CompatCookieSettings {
  readonly age: number
  readonly domain?: string
  readonly sameSite: 'lax' | 'strict' | 'none'
  readonly refreshAge: number
  readonly refreshEncrypted: boolean
  readonly secretKey?: string
}

/** The cookies of a request as they came. */
export interface CompatCookies {
  readonly access?: string
  readonly id?: string
  readonly refresh?: string
}

/** The three cookies of a request; an empty one counts as absent. */
export function readCompatCookies(exchange: Exchange): CompatCookies {
  const { [ACCESS]: access, [ID]: id, [REFRESH]: refresh } = readCookies(exchange)
  return { ...(access && { access }), ...(id && { id }), ...(refresh && { refresh }) }
}

/** The refresh token in its cookie; undefined when another key encrypted it, or none. */
export function openRefreshToken(
  cookie: string | undefined,
  settings: CompatCookieSettings,
): string | undefined {
  if (cookie === undefined || !settings.refreshEncrypted) return cookie
  if (settings.secretKey === undefined) return undefined
  try {
    return new Fernet(fernetKeyFromSecret(settings.secretKey)).decrypt(cookie)
  } catch (error) {
    if (isHallpassError(error)) return undefined
    throw error
  }
}

/**
 * The lines that bring a browser from the cookies it `has` to `tokens`. Cookies that are right
 * are not written again, since that would prolong them. Undefined when a cookie would be longer
 * than browsers take.
 */
export function writeCompatCookies(
  tokens: TokenSet,
  has: CompatCookies,
  settings: CompatCookieSettings,
  now: number,
): HeaderList | undefined {
  const { accessToken, idToken, refreshToken } = tokens
  // Without new tokens nothing has changed that other services do not know already.
  if (accessToken === undefined || accessToken === has.access) return []
  const lines = [line(ACCESS, accessToken, settings.age, settings)]
  if (idToken !== undefined) lines.push(line(ID, idToken, settings.age, settings))
  else if (has.id !== undefined) lines.push(clearCookie(ID, attributes(settings)))
  if (refreshToken === undefined) {
    if (has.refresh !== undefined) lines.push(clearCookie(REFRESH, attributes(settings)))
  } else if (refreshToken !== openRefreshToken(has.refresh, settings)) {
    const sealed = sealRefreshToken(refreshToken, settings, now)
    lines.push(line(REFRESH, sealed, settings.refreshAge, settings))
  }
  const fits = lines.every(([, text]) => Buffer.byteLength(text) <= MAX_COOKIE_BYTES)
  return fits ? lines : undefined
}

/** The lines that clear those of the cookies that a browser `has`. */
export function clearCompatCookies(has: CompatCookies, settings: CompatCookieSettings): HeaderList {
  const names: string[] = []
  if (has.access !== undefined) names.push(ACCESS)
  if (has.id !== undefined) names.push(ID)
  if (has.refresh !== undefined) names.push(REFRESH)
  return names.map((name) => clearCookie(name, attributes(settings)))
}

function sealRefreshToken(token: string, settings: CompatCookieSettings, now: number): string {
  // Without a secretKey the options are refused, unless the cookie is not encrypted.
  if (!settings.refreshEncrypted || settings.secretKey === undefined) return token
  return new Fernet(fernetKeyFromSecret(settings.secretKey)).encrypt(token, { now })
}

function line(
  name: string,
  value: string,
  maxAge: number,
  settings: CompatCookieSettings,
): readonly ['set-cookie', string] {
  return setCookie(name, value, { ...attributes(settings), maxAge })
}

/** `Secure` whatever the base URL: flask-cognito-lib sets it always. */
function attributes({ domain, sameSite }: CompatCookieSettings): CookieAttributes {
  return { path: '/', secure: true, sameSite, ...(domain !== undefined && { domain }) }
}
