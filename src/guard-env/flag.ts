/** The feature flag: whether the guard is there for a request, and the route that flips it. */
import { HallpassError } from '../errors.ts'
import { readCookies, setCookie } from '../http/cookies.ts'
import type { Exchange, MaybePromise, Reply } from '../http/exchange.ts'
import { faultReply } from '../http/fault.ts'
import { isPrefetch, isSameOrigin } from '../http/navigation.ts'
import type { Logger } from '../http/ports.ts'
import type { FlagSettings } from './settings.ts'

/** Seconds that a choice is remembered: a year. */
const LIFETIME = 31_536_000

/** Decides whether the guard is there for a request. */
export type Flag = (exchange: Exchange) => MaybePromise<boolean>

/** The path that flips the flag. */
export function togglePath({ cookie }: FlagSettings): string {
  return `/toggle-feature/${cookie}`
}

/** The flag as a visitor set it. Only `0` is off: what means nothing leaves the default. */
export function cookieFlag({ cookie, byDefault }: FlagSettings): (exchange: Exchange) => boolean {
  return (exchange) => {
    const value = readCookies(exchange)[cookie]
    if (value === '1') return true
    return value === '0' ? false : byDefault
  }
}

/**
 * Flips the flag for the visitor, and says what it is now. Another site cannot do it to them.
 *
 * @param origin - The service's own, of the address that was asked.
 */
export function toggle(settings: FlagSettings, exchange: Exchange, origin: string): Reply {
  const { method } = exchange
  if (method !== 'GET' && method !== 'POST') {
    const error = new HallpassError('method_not_allowed', 'Use GET or POST')
    return faultReply(exchange, error, { headers: [['allow', 'GET, POST']] })
  }
  if (isPrefetch(exchange)) return { status: 503, headers: [['cache-control', 'no-store']] }
  if (!isSameOrigin(exchange, origin)) {
    const why = 'The flag was flipped by another site: open this address yourself'
    return faultReply(exchange, new HallpassError('cross_site_request', why))
  }
  const next = !cookieFlag(settings)(exchange)
  const secure = origin.startsWith('https:')
  const attributes = { path: '/', secure, sameSite: 'lax', maxAge: LIFETIME } as const
  return {
    status: 200,
    headers: [
      ['content-type', 'text/plain; charset=utf-8'],
      ['cache-control', 'no-store'],
      setCookie(settings.cookie, next ? '1' : '0', attributes),
    ],
    body: `${settings.cookie} feature flag set to: ${next ? 'True' : 'False'}`,
  }
}

/** A flag of the app's own: only `false` takes the guard away, and a fault of it does not. */
export function ownFlag(flag: Flag, logger: Logger): Flag {
  const failed = (error: unknown) => {
    logger.error('flag threw: the guard stays', { error: String(error) })
    return true
  }
  return (exchange) => {
    try {
      const answer = flag(exchange)
      if (!(answer instanceof Promise)) return answer !== false
      return answer.then((late) => late !== false, failed)
    } catch (error) {
      return failed(error)
    }
  }
}
