/**
 * The answer to a proxy that asks before it lets a request through: `auth_request` of nginx,
 * `forward_auth` of Caddy, `ForwardAuth` of Traefik. A 2xx means "let it through", and is given for
 * nothing else.
 */
import { HallpassError, isHallpassError } from '../../errors.ts'
import type { Decision, Exchange, HeaderList, MaybePromise, Reply } from '../../http/exchange.ts'
import { faultReply } from '../../http/fault.ts'
import type { PublicUrls } from '../../http/public-url.ts'
import type { Hallpass, Visitor } from '../../pass/types.ts'
import { committed } from '../committed.ts'
import { IDENTITY_HEADERS, type IdentityHeader, identityHeaders } from '../identity/headers.ts'
import type { Trail } from '../observer.ts'
import { AskedExchange } from './asked.ts'

/** What the answers are made from. */
export interface ForwardAuthOptions {
  readonly pass: Hallpass
  /** Whose questions are answered: its trusted proxies. */
  readonly urls: PublicUrls
  /** What the app is told. Default: all but the two tokens. The others are sent empty. */
  readonly identity?: readonly IdentityHeader[] | undefined
}

/** Where Caddy and Traefik ask, who pass a refusal on to the visitor. */
export const AUTH_PATH = '/_hallpass/auth'
/** Where nginx asks, which takes a status only: 204, 401 or 403. */
export const NGINX_PATH = '/_hallpass/auth/nginx'
/** Where nginx then gets the answer for the visitor. */
export const ANSWER_PATH = '/_hallpass/auth/answer'

/**
 * Lines of `Set-Cookie` that are repeated under names of their own, `x-hallpass-set-cookie-1` and
 * on, since nginx before 1.23 and Caddy give the first of several lines only. A session is written
 * with four at most, those that clear older ones counted.
 */
export const COOKIE_LINES = 4

type Answer = (exchange: Exchange, trail?: Trail) => MaybePromise<Reply>
type Act = (
  asked: AskedExchange,
  decision: Decision<Visitor>,
  wanted: readonly IdentityHeader[],
) => Reply

/** Tokens are told only where that was asked for: an answer passes one more server here. */
const DEFAULT_IDENTITY = IDENTITY_HEADERS.filter(
  (name) => name !== 'x-hallpass-access-token' && name !== 'x-hallpass-id-token-jwt',
)

/**
 * The answers by their paths. A peer that is no trusted proxy gets 403; a question without one
 * value each of `X-Forwarded-Method`, `-Uri`, `-Host` and `-Proto` gets 400.
 *
 * @example
 * guardedProxy({ pass, routes: forwardAuthRoutes({ pass, urls }) })
 */
export function forwardAuthRoutes(options: ForwardAuthOptions): ReadonlyMap<string, Answer> {
  const wanted = options.identity ?? DEFAULT_IDENTITY
  return new Map([
    [AUTH_PATH, judged(options, wanted, passedOn)],
    [NGINX_PATH, judged(options, wanted, statusOnly)],
    [ANSWER_PATH, judged(options, wanted, onceMore)],
  ])
}

function judged(
  { pass, urls }: ForwardAuthOptions,
  wanted: readonly IdentityHeader[],
  act: Act,
): Answer {
  return (exchange, trail) => {
    if (!urls.isForwarded(exchange)) {
      const why = 'Only proxies that HALLPASS_TRUSTED_PROXIES names may ask'
      return faultReply(exchange, new HallpassError('forbidden', why))
    }
    let asked: AskedExchange
    try {
      asked = new AskedExchange(exchange, urls.origins)
    } catch (error) {
      if (!isHallpassError(error)) throw error
      const refusal = faultReply(exchange, error)
      // nginx makes a 500 of a 400, and has no other way to the page that says why.
      return act === statusOnly ? { ...EMPTY, ...reasonOf(refusal) } : refusal
    }
    if (trail !== undefined) trail.asked = { method: asked.method, url: asked.url }
    const decide = (decision: Decision<Visitor>) => {
      const user = decision.visitor?.user?.sub
      if (trail !== undefined && user !== undefined) trail.user = user
      if (!isForeignUpgrade(asked)) return act(asked, decision, wanted)
      return act(asked, ofForeignPage(asked, decision), [])
    }
    const decided = pass.handle(asked)
    return decided instanceof Promise ? decided.then(decide) : decide(decided)
  }
}

const EMPTY = { status: 403, headers: [['cache-control', 'no-store']] } as const

function reasonOf({ reason }: Reply): Pick<Reply, 'reason'> {
  return reason === undefined ? {} : { reason }
}

/** Browsers open WebSockets from any page, with cookies. */
function isForeignUpgrade(asked: AskedExchange): boolean {
  const from = asked.header('origin')
  return asked.isUpgrade && from !== undefined && from !== asked.origin
}

/** What is guarded is for our own pages; what is open knows nobody. */
function ofForeignPage(asked: AskedExchange, decision: Decision<Visitor>): Decision<Visitor> {
  // Headers are set on what is guarded alone.
  if (decision.kind === 'reply' || decision.headers.length === 0) return decision
  const why = 'The WebSocket was opened by a page of another site'
  return { kind: 'reply', ...faultReply(asked, new HallpassError('cross_site_request', why)) }
}

/** For a proxy that passes on every answer but a 2xx. */
function passedOn(
  asked: AskedExchange,
  decision: Decision<Visitor>,
  wanted: readonly IdentityHeader[],
): Reply {
  if (decision.kind === 'pass') return letThrough(decision, wanted)
  if (decision.status >= 300) return decision
  // A page of our own is no leave to reach the app.
  const why = 'The proxy must send the paths of the guard to the guard'
  return faultReply(asked, new HallpassError('not_found', why))
}

/** For `auth_request`: a login is 401, and all else that is refused 403. */
function statusOnly(
  _asked: AskedExchange,
  decision: Decision<Visitor>,
  wanted: readonly IdentityHeader[],
): Reply {
  if (decision.kind === 'pass') return letThrough(decision, wanted)
  const toLogin = decision.status === 401 || (decision.status >= 300 && decision.status < 400)
  return { ...EMPTY, status: toLogin ? 401 : 403, ...reasonOf(decision) }
}

/** What the visitor gets whom `statusOnly` refused. */
function onceMore(asked: AskedExchange, decision: Decision<Visitor>): Reply {
  if (decision.kind === 'reply') return decision
  // It was a rule of the proxy's own, or somebody signed in meanwhile, in another tab.
  const error = new HallpassError('forbidden', 'The server refused this: try again')
  return faultReply(asked, error, { headers: committed(decision) })
}

/** The leave: who it is, and what the browser should be told. */
function letThrough(
  decision: Extract<Decision<Visitor>, { kind: 'pass' }>,
  wanted: readonly IdentityHeader[],
): Reply {
  const told = new Map(identityHeaders(decision.visitor, wanted))
  // Each name is there, since the proxy puts what is here in the place of what a client sent.
  const identity = IDENTITY_HEADERS.map((name) => [name, told.get(name) ?? ''] as const)
  const cookies = committed(decision).filter(([name]) => name === 'set-cookie')
  const numbered = cookies
    .slice(0, COOKIE_LINES)
    .map(([, line], index) => [`x-hallpass-set-cookie-${index + 1}`, line] as const)
  const kept = cookies.length > 0 ? 'no-store' : cacheControl(decision.headers)
  return {
    status: 204,
    headers: [
      ...identity,
      ...EMPTY.headers,
      ...(kept === undefined ? [] : [['x-hallpass-cache-control', kept] as const]),
      ...cookies,
      ...numbered,
    ],
  }
}

function cacheControl(headers: HeaderList): string | undefined {
  return headers.find(([name]) => name === 'cache-control')?.[1]
}
