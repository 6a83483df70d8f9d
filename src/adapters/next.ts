/** hallpass for the App Router of Next.js 16. */
import { headers } from 'next/headers.js'
import { NextResponse } from 'next/server.js'
import type { Access } from '../guard/access.ts'
import type { Decision, MaybePromise, Reply } from '../http/exchange.ts'
import type { Hallpass, Visitor } from '../pass/types.ts'
import { FetchExchange, finish, toResponse } from './fetch-exchange.ts'
import { followingCookies } from './next-cookies.ts'

/** What answers a route; `context` holds its `params`. */
export type NextHandler<Context> = (
  request: Request,
  hallpass: Visitor,
  context: Context,
) => MaybePromise<Response>

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
  pass: Hallpass,
  handler?: NextHandler<Context>,
): (request: Request, context: Context) => Promise<Response> {
  return async function hallpass(request, context) {
    const decision = await pass.handle(new FetchExchange(request))
    if (decision.kind === 'reply') return toResponse(decision, request.method)
    if (handler === undefined) return goOn(request, decision)
    return finish(await handler(request, decision.visitor, context), decision)
  }
}

function goOn(request: Request, decision: Extract<Decision<Visitor>, { kind: 'pass' }>): Response {
  const committed = decision.commit()
  const changed = [...decision.headers, ...committed]
  const downstream = new Headers(request.headers)
  const cookie = followingCookies(request.headers.get('cookie') ?? '', changed)
  if (cookie === '') downstream.delete('cookie')
  else downstream.set('cookie', cookie)
  return finish(NextResponse.next({ request: { headers: downstream } }), {
    ...decision,
    commit: () => committed,
  })
}

/**
 * Calls the handler only for those whom `access` allows (default: any signed-in user). Others
 * are sent to the login, or get 401 or 403.
 *
 * @example
 * export const GET = mount(pass, requireLogin({ group: 'ops' })(handler))
 */
export function requireLogin(
  access?: Access,
): <Context>(handler: NextHandler<Context>) => NextHandler<Context> {
  return (handler) => async (request, hallpass, context) => {
    const refusal: Reply | undefined = await hallpass.check(access)
    return refusal === undefined
      ? handler(request, hallpass, context)
      : toResponse(refusal, request.method)
  }
}
