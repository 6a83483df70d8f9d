/** hallpass for Express 5 and 4. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { type Access, checkAccess } from '../guard/access.ts'
import { type Decision, PROTECTED_HEADERS, type Reply } from '../http/exchange.ts'
import { answerRoute, isRouteSet, type RouteSet } from '../http/route-set.ts'
import type { Hallpass, Visitor } from '../pass/types.ts'
import { checkedAccess } from './checked-access.ts'
import { checkPass } from './checked-pass.ts'
import { applyHeaders, beginAnswer, NodeExchange, sendReply } from './node-exchange.ts'

declare global {
  namespace Express {
    interface Request {
      /** Who makes this request: set by `mount` of `hallpass/express`. */
      hallpass: Visitor
    }
  }
}

/** What is needed of an Express request; named so that no version of its types is bound. */
export interface ExpressRequest extends IncomingMessage {
  readonly originalUrl: string
  readonly body?: unknown
  hallpass: Visitor
}

/** A middleware of Express 5 or 4. */
export type ExpressMiddleware = (
  request: ExpressRequest,
  response: ServerResponse,
  next: (error?: unknown) => void,
) => void

/**
 * Serves the login routes, holds the path rules of `guard`, and sets `req.hallpass`.
 * Mount it before the routes; body parsers may stand before or after it. What changed in the
 * session is written when the answer starts, also one that streams or reports an error.
 * A `RouteSet` answers its own routes, and leaves every other request as it is.
 *
 * @example
 * app.use(mount(pass))
 * app.get('/me', requireLogin(), (req, res) => res.json(req.hallpass.user))
 */
export function mount(pass: Hallpass | RouteSet): ExpressMiddleware {
  if (isRouteSet(pass)) return routes(pass)
  checkPass(pass)
  return function hallpass(request, response, next) {
    const decided = pass.handle(new NodeExchange(request, request.originalUrl, request))
    if (!(decided instanceof Promise)) act(decided, request, response, next)
    else decided.then((decision) => act(decision, request, response, next), next)
  }
}

function routes(set: RouteSet): ExpressMiddleware {
  return function hallpassRoutes(request, response, next) {
    const act = (reply: Reply | undefined): void => {
      if (reply === undefined) next()
      else sendReply(response, reply)
    }
    const answer = set[answerRoute](new NodeExchange(request, request.originalUrl, request))
    if (!(answer instanceof Promise)) act(answer)
    else answer.then(act, next)
  }
}

function act(
  decision: Decision<Visitor>,
  request: ExpressRequest,
  response: ServerResponse,
  next: () => void,
): void {
  if (decision.kind === 'reply') {
    sendReply(response, decision)
  } else {
    request.hallpass = decision.visitor
    beginAnswer(response, decision)
    next()
  }
}

/**
 * Lets only those through whom `access` allows (default: any signed-in user). Others are sent
 * to the login, or get 401 or 403.
 *
 * @throws `invalid_config` at once, for a requirement that says something unknown;
 * (to the error handler) `not_mounted` when `mount` did not run before it
 *
 * @example
 * app.get('/ops', requireLogin({ group: 'ops' }), handler)
 */
export function requireLogin(access: Access = 'login'): ExpressMiddleware {
  checkAccess(access, 'requireLogin')
  return function requireLogin(request, response, next) {
    const exchange = () => new NodeExchange(request, request.originalUrl, request)
    const checked = checkedAccess(access, request.hallpass, exchange, 'app.use(mount(pass))')
    if (!(checked instanceof Promise)) goOn(checked, response, next)
    else checked.then((refusal) => goOn(refusal, response, next), next)
  }
}

function goOn(refusal: Reply | undefined, response: ServerResponse, next: () => void): void {
  if (refusal !== undefined) sendReply(response, refusal)
  else {
    if (!response.headersSent) applyHeaders(response, PROTECTED_HEADERS)
    next()
  }
}
