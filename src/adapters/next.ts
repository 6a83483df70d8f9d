/** hallpass for the App Router of Next.js 16. */
import { headers } from 'next/headers.js'
import { NextResponse } from 'next/server.js'
import { type Access, checkAccess } from '../guard/access.ts'
import {
  type Decision,
  type HeaderList,
  type MaybePromise,
  PROTECTED_HEADERS,
  type Reply,
} from '../http/exchange.ts'
import type { RequestGuard } from '../http/request-guard.ts'
import { answerRoute, isRouteSet, type RouteSet } from '../http/route-set.ts'
import type { Hallpass, Visitor } from '../pass/types.ts'
import { checkedAccess } from './checked-access.ts'
import { checkPass } from './checked-pass.ts'
import { FetchExchange, finished, toResponse, withHeaders } from './fetch-exchange.ts'
import { following, tellCookies } from './next-cookies.ts'

/** What answers a route; `context` holds its `params`. */
export type NextHandler<Context> = (
  request: Request,
  hallpass: Visitor,
  context: Context,
) => MaybePromise<Response>

/** What answers a route without a visitor. */
type PlainHandler<Context> = (request: Request, context: Context) => MaybePromise<Response>

/**
 * Answers the routes of a set: in `proxy.ts` alone, or before another proxy. Every other request
 * goes to `handler`, and without one to the pages.
 *
 * @example
 * // proxy.ts
 * export const proxy = mount(routes, mount(pass))
 */
export function mount<Context>(
  routes: RouteSet,
  handler?: PlainHandler<Context>,
): (request: Request, context: Context) => Promise<Response>
/**
 * For `proxy.ts`: serves the login routes and holds the path rules of `guard` before any page
 * is rendered. A session that was refreshed or cleared on the way is what the page sees: the
 * request's cookie header is rewritten. Nothing else is handed on, and nothing is believed but
 * the sealed cookie.
 *
 * @example
 * // proxy.ts
 * export const proxy = mount(pass)
 * export const config = { matcher: '/((?!_next/static|_next/image|favicon.ico).*)' }
 */
export function mount(pass: Hallpass): (request: Request) => Promise<Response>
/**
 * For a `route.ts`: calls `handler` with the visitor, and writes what changed in the session
 * onto its answer.
 *
 * @example
 * // app/me/route.ts
 * export const GET = mount(pass, requireLogin()((request, hallpass) => Response.json(hallpass.user)))
 */
export function mount<Context>(
  pass: Hallpass,
  handler: NextHandler<Context>,
): (request: Request, context: Context) => Promise<Response>
export function mount<Context>(
  pass: Hallpass | RouteSet,
  handler?: NextHandler<Context> | PlainHandler<Context>,
): (request: Request, context: Context) => Promise<Response> {
  // By the overloads, what a set is given takes no visitor.
  if (isRouteSet(pass)) return routes(pass, handler as PlainHandler<Context> | undefined)
  return withVisitor(pass, handler as NextHandler<Context> | undefined)
}

function routes<Context>(
  set: RouteSet,
  handler: PlainHandler<Context> = () => NextResponse.next(),
): (request: Request, context: Context) => Promise<Response> {
  return async function hallpassRoutes(request, context) {
    const reply = await set[answerRoute](new FetchExchange(request))
    return reply === undefined ? handler(request, context) : toResponse(reply, request.method)
  }
}

function withVisitor<Context>(
  pass: Hallpass,
  handler: NextHandler<Context> | undefined,
): (request: Request, context: Context) => Promise<Response> {
  checkPass(pass)
  return async function hallpass(request, context) {
    const decision = await pass.handle(new FetchExchange(request))
    if (handler === undefined) return proxied(request, decision)
    if (decision.kind === 'reply') return toResponse(decision, request.method)
    try {
      const answer = await handler(request, decision.visitor, context)
      return await finished(request, answer, decision)
    } catch (error) {
      // `redirect()` throws: Next.js makes the answer, with the cookies that it was told.
      const committed = await outcome(decision)
      if ('status' in committed) return toResponse(committed, request.method)
      await tellCookies(committed)
      throw error
    }
  }
}

async function proxied(request: Request, decision: Decision<Visitor>): Promise<Response> {
  if (decision.kind === 'reply') {
    const answer = toResponse(decision, request.method)
    // Next.js takes only an absolute address from its proxy, and makes it relative again.
    const location = answer.headers.get('location')
    if (location !== null) answer.headers.set('location', new URL(location, request.url).href)
    return answer
  }
  // Server components cannot keep new tokens, so that a refresh that is due is made here.
  if (decision.visitor.user !== undefined) await decision.visitor.check('login')
  const committed = await outcome(decision)
  if ('status' in committed) return toResponse(committed, request.method)
  const changed = [...decision.headers, ...committed]
  const next = changed.some(([name]) => name === 'set-cookie')
    ? NextResponse.next({ request: { headers: following(request.headers, changed) } })
    : NextResponse.next()
  return withHeaders(next, decision.headers, committed)
}

/** What `commit` gave, or the answer in place of the app's where it failed. */
async function outcome(
  decision: Extract<Decision<Visitor>, { kind: 'pass' }>,
): Promise<HeaderList | Reply> {
  try {
    return await decision.commit()
  } catch (error) {
    if (decision.unkept === undefined) throw error
    return decision.unkept(error)
  }
}

/**
 * Calls the handler only for those whom `access` allows (default: any signed-in user). Others
 * are sent to the login, or get 401 or 403. With a guard such as `keysRequired` the result can
 * be exported without `mount`.
 *
 * @example
 * export const GET = mount(pass, requireLogin({ group: 'ops' })(handler))
 */
export function requireLogin(
  guard: RequestGuard,
): <Rest extends unknown[]>(
  handler: (request: Request, ...rest: Rest) => MaybePromise<Response>,
) => (request: Request, ...rest: Rest) => Promise<Response>
export function requireLogin(
  access?: Access,
): <Context>(handler: NextHandler<Context>) => NextHandler<Context>
export function requireLogin(
  access: Access = 'login',
): <Context>(handler: NextHandler<Context>) => NextHandler<Context> {
  checkAccess(access, 'requireLogin')
  return (handler) => async (request, hallpass, context) => {
    const exchange = () => new FetchExchange(request)
    const checked = checkedAccess(access, hallpass, exchange, 'mount(pass, handler)')
    const refusal: Reply | undefined = await checked
    if (refusal !== undefined) return toResponse(refusal, request.method)
    return withHeaders(await handler(request, hallpass, context), PROTECTED_HEADERS, [])
  }
}

/**
 * Who looks at a page: for server components and server actions. It reads the sealed cookie of
 * the request that Next.js hands down, as `proxy.ts` left it, and can write none: keep changes
 * of the session to route handlers.
 *
 * @example
 * const { user } = await visitor(pass)
 * if (user === undefined) redirect('/auth/login?returnTo=/account')
 */
export async function visitor(pass: Hallpass): Promise<Visitor> {
  const received = await headers()
  // A component does not know its path; nothing that is asked here depends on it.
  return pass.visitor({
    method: 'GET',
    url: '/',
    header: (name) => received.get(name) ?? undefined,
  })
}
