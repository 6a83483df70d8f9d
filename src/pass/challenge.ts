/** What a visitor gets who may not go on: the way to the login, 401, or 403. */
import { HallpassError } from '../errors.ts'
import type { Access, Verdict } from '../guard/access.ts'
import type { Exchange, HeaderList, MaybePromise, Reply } from '../http/exchange.ts'
import { faultReply } from '../http/fault.ts'
import { isNavigation, isPrefetch } from '../http/navigation.ts'
import type { PageLink } from '../http/page.ts'
import { problem } from '../http/problem.ts'
import { isRequestGuard } from '../http/request-guard.ts'
import { returnAddress } from '../http/return-address.ts'
import type { Core } from './core.ts'
import type { Handlers, Refusal } from './options.ts'
import type { Visitor } from './types.ts'

/** The answer to a verdict other than `pass`. */
export function challenge(
  core: Core,
  exchange: Exchange,
  verdict: Exclude<Verdict, 'pass'>,
  access: Access,
  visitor: Visitor,
): MaybePromise<Reply> {
  if (verdict === 'forbidden') return forbidden(core, exchange, visitor)
  const asked = verdict === 'login' ? {} : stepUp(access)
  const error =
    verdict === 'login'
      ? new HallpassError('login_required', 'Sign in to go on')
      : new HallpassError('reauthentication_required', 'Confirm who you are to go on')
  if (core.providers.size === 0) return nowhere(core, exchange, error, visitor)
  const login = loginPath(core, exchange.url, asked)
  const toLogin = isNavigation(exchange) && !isPrefetch(exchange)
  if (toLogin && verdict === 'unreached') return unreached(core, exchange, visitor, login)
  const { signInPage } = core.options
  const first = signInPage ? signInPath(core, exchange.url, asked) : login
  const reply = toLogin
    ? { ...redirect(exchange, first), reason: error.code }
    : problem(error, { login: loginPath(core, pageOf(core, exchange), asked) }, [
        ['www-authenticate', scheme(verdict, asked)],
      ])
  return answer(core.options.handlers?.unauthenticated, { exchange, error, reply, visitor })
}

/** Where nobody can sign in, there is no way to send a visitor. */
function nowhere(
  core: Core,
  exchange: Exchange,
  error: HallpassError,
  visitor: Visitor,
): MaybePromise<Reply> {
  const headers: HeaderList = [['www-authenticate', scheme('login', {})]]
  const reply = faultReply(exchange, error, { headers })
  return answer(core.options.handlers?.unauthenticated, { exchange, error, reply, visitor })
}

/** The page that a script runs on, as far as the browser says: where a login should come back to. */
function pageOf(core: Core, exchange: Exchange): string {
  const { routes, urls } = core
  return returnAddress(exchange.header('referer'), urls.baseUrlFor(exchange), routes.home)
}

function forbidden(core: Core, exchange: Exchange, visitor: Visitor): MaybePromise<Reply> {
  const error = new HallpassError('forbidden', 'This is not open to you')
  const home = { href: core.routes.home, label: 'Go to the start page' }
  if (core.providers.size === 0) return refused(core, { exchange, error, visitor }, [home])
  const other = loginPath(core, exchange.url, { prompt: 'login' })
  return refused(core, { exchange, error, visitor }, [
    home,
    { href: other, label: 'Sign in as somebody else' },
  ])
}

/** The last login asked for the class and came back without: to go there again would be a circle. */
function unreached(
  core: Core,
  exchange: Exchange,
  visitor: Visitor,
  login: string,
): MaybePromise<Reply> {
  const error = new HallpassError(
    'forbidden',
    'The sign-in did not reach the acr that this asks for',
  )
  return refused(core, { exchange, error, visitor }, [
    { href: login, label: 'Try again' },
    { href: core.routes.home, label: 'Go to the start page' },
  ])
}

function refused(
  core: Core,
  refusal: Omit<Refusal, 'reply'>,
  links: readonly PageLink[],
): MaybePromise<Reply> {
  const reply = faultReply(refusal.exchange, refusal.error, { links })
  return answer(core.options.handlers?.forbidden, { ...refusal, reply })
}

/** Lets the app's own handler replace an answer. */
export function answer(handler: Handlers[keyof Handlers], refusal: Refusal): MaybePromise<Reply> {
  return handler === undefined ? refusal.reply : handler(refusal)
}

/** The address of the login that comes back to `returnTo`. */
export function loginPath(
  core: Core,
  returnTo: string,
  asked: Readonly<Record<string, string>> = {},
): string {
  return `${core.routes.login}?${new URLSearchParams({ returnTo, ...asked })}`
}

/** The address of the page before the login. */
function signInPath(core: Core, returnTo: string, asked: Readonly<Record<string, string>>): string {
  return `${core.routes.signIn}?${new URLSearchParams({ returnTo, ...asked })}`
}

/**
 * A redirect with nothing in its body: what is protected must not leak there. 303 after
 * anything but GET, so that the browser goes on with GET; never 307 (RFC 9700 §4.12).
 */
export function redirect(exchange: Exchange, location: string, headers: HeaderList = []): Reply {
  const status = exchange.method === 'GET' || exchange.method === 'HEAD' ? 302 : 303
  return { status, headers: [['location', location], ['cache-control', 'no-store'], ...headers] }
}

function stepUp(access: Access): Record<string, string> {
  if (typeof access !== 'object' || isRequestGuard(access)) return {}
  const { maxAge, acr } = access
  return {
    ...(maxAge !== undefined && { max_age: String(maxAge) }),
    ...(acr !== undefined && { acr_values: [acr].flat().join(' ') }),
  }
}

/** RFC 9110 §11.6.1 wants a challenge with every 401; RFC 9470 names the one for a step-up. */
function scheme(verdict: Verdict, asked: Readonly<Record<string, string>>): string {
  if (verdict === 'login') return 'Bearer realm="hallpass"'
  const more = Object.entries(asked).map(
    ([name, value]) => `, ${name}="${value.replace(/["\\]/g, '')}"`,
  )
  return `Bearer realm="hallpass", error="insufficient_user_authentication"${more.join('')}`
}
