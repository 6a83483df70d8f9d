/** hallpass for Koa. */
import type { Context, Middleware } from 'koa'
import { type Access, checkAccess } from '../guard/access.ts'
import { type Decision, type HeaderList, PROTECTED_HEADERS, type Reply } from '../http/exchange.ts'
import { answerRoute, isRouteSet, type RouteSet } from '../http/route-set.ts'
import type { Hallpass, Visitor } from '../pass/types.ts'
import { checkedAccess } from './checked-access.ts'
import { checkPass } from './checked-pass.ts'
import { beginAnswer, NodeExchange } from './node-exchange.ts'

declare module 'koa' {
  interface DefaultState {
    /** Who makes this request: set by `mount` of `hallpass/koa`. */
    hallpass: Visitor
  }
}

/**
 * Serves the login routes, holds the path rules of `guard`, and sets `ctx.state.hallpass`.
 * What changed in the session is written when the answer starts, also one that streams, and
 * one of Koa's own error handler, which removes every header that was set before.
 * A `RouteSet` answers its own routes, and leaves every other request as it is.
 *
 * @example
 * app.use(mount(pass))
 * router.get('/me', requireLogin(), (ctx) => { ctx.body = ctx.state.hallpass.user })
 */
export function mount(pass: Hallpass | RouteSet): Middleware {
  if (isRouteSet(pass)) return routes(pass)
  checkPass(pass)
  return function hallpass(ctx, next) {
    const act = (decision: Decision<Visitor>): Promise<unknown> | undefined => {
      if (decision.kind === 'reply') return void answer(ctx, decision)
      ctx.state.hallpass = decision.visitor
      beginAnswer(ctx.res, decision)
      return next()
    }
    const decided = pass.handle(new NodeExchange(ctx.req, ctx.originalUrl, ctx.request))
    return decided instanceof Promise ? decided.then(act) : act(decided)
  }
}

function routes(set: RouteSet): Middleware {
  return function hallpassRoutes(ctx, next) {
    const act = (reply: Reply | undefined): Promise<unknown> | undefined =>
      reply === undefined ? next() : void answer(ctx, reply)
    const found = set[answerRoute](new NodeExchange(ctx.req, ctx.originalUrl, ctx.request))
    return found instanceof Promise ? found.then(act) : act(found)
  }
}

/**
 * Lets only those through whom `access` allows (default: any signed-in user). Others are sent
 * to the login, or get 401 or 403.
 *
 * @throws `not_mounted` when `mount` did not run before it
 *
 * @example
 * router.get('/ops', requireLogin({ group: 'ops' }), handler)
 */
export function requireLogin(access: Access = 'login'): Middleware {
  checkAccess(access, 'requireLogin')
  return function requireLogin(ctx, next) {
    const visitor: Visitor | undefined = ctx.state.hallpass
    const exchange = () => new NodeExchange(ctx.req, ctx.originalUrl, ctx.request)
    const act = (refusal: Reply | undefined): Promise<unknown> | undefined => {
      if (refusal !== undefined) return void answer(ctx, refusal)
      setHeaders(ctx, PROTECTED_HEADERS)
      return next()
    }
    const checked = checkedAccess(access, visitor, exchange, 'app.use(mount(pass))')
    return checked instanceof Promise ? checked.then(act) : act(checked)
  }
}

function answer(ctx: Context, reply: Reply): void {
  // The body first: setting it changes the status and the type.
  ctx.body = reply.body ?? null
  ctx.status = reply.status
  setHeaders(ctx, reply.headers)
}

function setHeaders(ctx: Context, headers: HeaderList): void {
  for (const [name, value] of headers) {
    if (name === 'set-cookie') ctx.append(name, value)
    else ctx.set(name, value)
  }
}
