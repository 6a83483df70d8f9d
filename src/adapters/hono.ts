/** hallpass for Hono, on every runtime that Hono runs on. */
import type { Context, MiddlewareHandler } from 'hono'
import { type Access, checkAccess } from '../guard/access.ts'
import { PROTECTED_HEADERS } from '../http/exchange.ts'
import { answerRoute, isRouteSet, type RouteSet } from '../http/route-set.ts'
import type { Hallpass, Visitor } from '../pass/types.ts'
import { checkedAccess } from './checked-access.ts'
import { checkPass } from './checked-pass.ts'
import { FetchExchange, finished, tooLarge, toResponse, withHeaders } from './fetch-exchange.ts'

declare module 'hono' {
  interface ContextVariableMap {
    /** Who makes this request: set by `mount` of `hallpass/hono`. */
    hallpass: Visitor
  }
}

/** Hono keeps a body that was parsed, in whatever form it was asked for first. */
class HonoExchange extends FetchExchange {
  readonly #context: Context

  constructor(context: Context) {
    super(context.req.raw, context.env?.server ?? context.env)
    this.#context = context
  }

  override async body(limitBytes: number): Promise<string> {
    const { raw } = this.#context.req
    if (!raw.bodyUsed) return super.body(limitBytes)
    const body = isForm(raw)
      ? formText(await this.#context.req.formData())
      : await this.#context.req.text()
    if (new TextEncoder().encode(body).length > limitBytes) throw tooLarge(limitBytes)
    return body
  }
}

/**
 * Serves the login routes, holds the path rules of `guard`, and sets `c.var.hallpass`.
 * What changed in the session is written onto the answer, also one that streams and one of
 * `app.onError`. A `RouteSet` answers its own routes, and leaves every other request as it is.
 *
 * @example
 * app.use(mount(pass))
 * app.get('/me', requireLogin(), (c) => c.json(c.var.hallpass.user))
 */
export function mount(pass: Hallpass | RouteSet): MiddlewareHandler {
  if (isRouteSet(pass)) return routes(pass)
  checkPass(pass)
  return async function hallpass(c, next) {
    const decided = pass.handle(new HonoExchange(c))
    const decision = decided instanceof Promise ? await decided : decided
    if (decision.kind === 'reply') return toResponse(decision, c.req.method)
    c.set('hallpass', decision.visitor)
    await next()
    replace(c, await finished(c.req.raw, c.res, decision))
  }
}

function routes(set: RouteSet): MiddlewareHandler {
  return async function hallpassRoutes(c, next) {
    const answer = await set[answerRoute](new HonoExchange(c))
    return answer === undefined ? next() : toResponse(answer, c.req.method)
  }
}

/**
 * Lets only those through whom `access` allows (default: any signed-in user). Others are sent
 * to the login, or get 401 or 403.
 *
 * @throws (to `app.onError`) `not_mounted` when `mount` did not run before it
 *
 * @example
 * app.get('/ops', requireLogin({ group: 'ops' }), handler)
 */
export function requireLogin(access: Access = 'login'): MiddlewareHandler {
  checkAccess(access, 'requireLogin')
  return async function requireLogin(c, next) {
    const exchange = () => new HonoExchange(c)
    const refusal = await checkedAccess(access, c.var.hallpass, exchange, 'app.use(mount(pass))')
    if (refusal !== undefined) return toResponse(refusal, c.req.method)
    await next()
    replace(c, withHeaders(c.res, PROTECTED_HEADERS, []))
  }
}

/** Hono copies an old answer's headers onto a new one, unless there is no old one. */
function replace(c: Context, answer: Response): void {
  if (answer === c.res) return
  c.res = undefined
  c.res = answer
}

function isForm(request: Request): boolean {
  return /form/i.test(request.headers.get('content-type') ?? '')
}

function formText(form: FormData): string {
  const text = new URLSearchParams()
  for (const [name, value] of form) if (typeof value === 'string') text.append(name, value)
  return text.toString()
}
