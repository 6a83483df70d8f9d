/** hallpass for runtimes that serve with `fetch`: Bun, Deno, Cloudflare Workers. */
import { type Access, checkAccess } from '../guard/access.ts'
import {
  type Decision,
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

/** What answers a request; `platform` is what the runtime hands over beside it. */
export type FetchHandler<Platform extends unknown[]> = (
  request: Request,
  hallpass: Visitor,
  ...platform: Platform
) => MaybePromise<Response>

/**
 * Answers the routes of a set, and has `handler` answer every other request.
 *
 * @example
 * export default { fetch: mount(routes, mount(pass, handler)) }
 */
export function mount<Platform extends unknown[]>(
  routes: RouteSet,
  handler: (request: Request, ...platform: Platform) => MaybePromise<Response>,
): (request: Request, ...platform: Platform) => MaybePromise<Response>
/**
 * A `fetch` function that serves the login routes, holds the path rules of `guard`, and calls
 * `handler` with the visitor. What changed in the session is written onto its answer. What
 * `handler` throws goes to the runtime. The peer's address, for `trustedProxies`, is known on
 * Bun, Deno and @hono/node-server.
 *
 * @example
 * export default { fetch: mount(pass, (request, hallpass) => Response.json(hallpass.user ?? null)) }
 */
export function mount<Platform extends unknown[]>(
  pass: Hallpass,
  handler: FetchHandler<Platform>,
): (request: Request, ...platform: Platform) => MaybePromise<Response>
export function mount<Platform extends unknown[]>(
  pass: Hallpass | RouteSet,
  handler: (request: Request, ...rest: (Visitor | Platform[number])[]) => MaybePromise<Response>,
): (request: Request, ...platform: Platform) => MaybePromise<Response> {
  if (isRouteSet(pass)) return routes(pass, handler)
  checkPass(pass)
  return function hallpass(request, ...platform) {
    const act = (decision: Decision<Visitor>): MaybePromise<Response> => {
      if (decision.kind === 'reply') return toResponse(decision, request.method)
      const answer = handler(request, decision.visitor, ...platform)
      return answer instanceof Promise
        ? answer.then((response) => finished(request, response, decision))
        : finished(request, answer, decision)
    }
    const decided = pass.handle(new FetchExchange(request, platform[0]))
    return decided instanceof Promise ? decided.then(act) : act(decided)
  }
}

function routes(
  set: RouteSet,
  handler: (request: Request, ...platform: unknown[]) => MaybePromise<Response>,
): (request: Request, ...platform: unknown[]) => MaybePromise<Response> {
  return function hallpassRoutes(request, ...platform) {
    const act = (reply: Reply | undefined): MaybePromise<Response> =>
      reply === undefined ? handler(request, ...platform) : toResponse(reply, request.method)
    const answer = set[answerRoute](new FetchExchange(request, platform[0]))
    return answer instanceof Promise ? answer.then(act) : act(answer)
  }
}

/**
 * Calls the handler only for those whom `access` allows (default: any signed-in user). Others
 * are sent to the login, or get 401 or 403. With a guard such as `keysRequired` the result can
 * be served without `mount`.
 *
 * @throws `invalid_config` at once, for a requirement that says something unknown
 * @example
 * const ops = requireLogin({ group: 'ops' })((request, hallpass) => new Response('ops'))
 */
export function requireLogin(
  guard: RequestGuard,
): <Rest extends unknown[]>(
  handler: (request: Request, ...rest: Rest) => MaybePromise<Response>,
) => (request: Request, ...rest: Rest) => MaybePromise<Response>
export function requireLogin(
  access?: Access,
): <Platform extends unknown[]>(handler: FetchHandler<Platform>) => FetchHandler<Platform>
export function requireLogin(
  access: Access = 'login',
): <Platform extends unknown[]>(handler: FetchHandler<Platform>) => FetchHandler<Platform> {
  checkAccess(access, 'requireLogin')
  return (handler) =>
    (request, hallpass, ...platform) => {
      const act = (refusal: Reply | undefined): MaybePromise<Response> => {
        if (refusal !== undefined) return toResponse(refusal, request.method)
        const answer = handler(request, hallpass, ...platform)
        return answer instanceof Promise
          ? answer.then((response) => withHeaders(response, PROTECTED_HEADERS, []))
          : withHeaders(answer, PROTECTED_HEADERS, [])
      }
      const exchange = () => new FetchExchange(request, platform[0])
      const checked = checkedAccess(access, hallpass, exchange, 'mount(pass, handler)')
      return checked instanceof Promise ? checked.then(act) : act(checked)
    }
}
