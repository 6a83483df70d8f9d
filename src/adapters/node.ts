/** hallpass for node:http without a framework. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { type Access, checkAccess } from '../guard/access.ts'
import { type Decision, PROTECTED_HEADERS, type Reply } from '../http/exchange.ts'
import type { RequestGuard } from '../http/request-guard.ts'
import { answerRoute, isRouteSet, type RouteSet } from '../http/route-set.ts'
import type { Hallpass, Visitor } from '../pass/types.ts'
import { checkedAccess } from './checked-access.ts'
import { checkPass } from './checked-pass.ts'
import { applyHeaders, beginAnswer, NodeExchange, sendReply } from './node-exchange.ts'

/** A request with its visitor. */
export interface NodeRequest extends IncomingMessage {
  /** Who makes this request: set by `mount` of `hallpass/node`. */
  hallpass: Visitor
}

/** What answers a request, with `mount` before it or without. */
export type NodeListener = (
  request: IncomingMessage,
  response: ServerResponse,
  hallpass?: Visitor,
) => unknown

/** What answers a request. */
export type NodeHandler = (
  request: NodeRequest,
  response: ServerResponse,
  hallpass: Visitor,
) => unknown

/**
 * Answers the routes of a set, and has `handler` answer every other request.
 *
 * @example
 * createServer(mount(routes, mount(pass, handler))).listen(3000)
 */
export function mount(
  routes: RouteSet,
  handler: NodeListener,
): (request: IncomingMessage, response: ServerResponse) => void
/**
 * A listener for `createServer` that serves the login routes, holds the path rules of `guard`,
 * and calls `handler` with the visitor. What changed in the session is written when the answer
 * starts. What `handler` throws is not caught, as node:http does not.
 *
 * @example
 * createServer(mount(pass, (req, res, hallpass) => res.end(hallpass.user?.sub))).listen(3000)
 */
export function mount(
  pass: Hallpass,
  handler: NodeHandler,
): (request: IncomingMessage, response: ServerResponse) => void
export function mount(
  pass: Hallpass | RouteSet,
  handler: NodeHandler | NodeListener,
): (request: IncomingMessage, response: ServerResponse) => void {
  // By the overloads, what a set is given needs no visitor.
  if (isRouteSet(pass)) return routes(pass, handler as NodeListener)
  checkPass(pass)
  return function hallpass(request, response) {
    const decided = pass.handle(new NodeExchange(request, request.url ?? '/', request))
    if (!(decided instanceof Promise)) act(decided, request, response, handler)
    else decided.then((decision) => act(decision, request, response, handler), fail(response))
  }
}

function routes(
  set: RouteSet,
  handler: NodeListener,
): (request: IncomingMessage, response: ServerResponse) => void {
  return function hallpassRoutes(request, response) {
    const act = (reply: Reply | undefined): void => {
      if (reply === undefined) handler(request, response)
      else sendReply(response, reply)
    }
    const answer = set[answerRoute](new NodeExchange(request, request.url ?? '/', request))
    if (!(answer instanceof Promise)) act(answer)
    else answer.then(act, fail(response))
  }
}

/** node:http has no error handler: what fails on the way to `handler` must not end the process. */
function fail(response: ServerResponse): (error: unknown) => void {
  return (error) => {
    console.error('[hallpass] a request failed', error)
    if (response.headersSent) response.destroy()
    else response.writeHead(500, { 'cache-control': 'no-store' }).end()
  }
}

function act(
  decision: Decision<Visitor>,
  request: IncomingMessage,
  response: ServerResponse,
  handler: NodeHandler,
): void {
  if (decision.kind === 'reply') {
    sendReply(response, decision)
  } else {
    beginAnswer(response, decision)
    handler(Object.assign(request, { hallpass: decision.visitor }), response, decision.visitor)
  }
}

/**
 * Calls the handler only for those whom `access` allows (default: any signed-in user). Others
 * are sent to the login, or get 401 or 403. With a guard such as `keysRequired` the result can
 * be served without `mount`.
 *
 * @throws `invalid_config` at once, for a requirement that says something unknown
 * @example
 * const ops = requireLogin({ group: 'ops' })((req, res, hallpass) => res.end('ops'))
 */
export function requireLogin(guard: RequestGuard): (handler: NodeListener) => NodeListener
export function requireLogin(access?: Access): (handler: NodeHandler) => NodeHandler
export function requireLogin(
  access: Access = 'login',
): (handler: NodeHandler & NodeListener) => NodeHandler {
  checkAccess(access, 'requireLogin')
  return (handler) => (request, response, hallpass) => {
    const act = (refusal: Reply | undefined): unknown => {
      if (refusal !== undefined) return sendReply(response, refusal)
      if (!response.headersSent) applyHeaders(response, PROTECTED_HEADERS)
      return handler(request, response, hallpass)
    }
    const exchange = () => new NodeExchange(request, request.url ?? '/', request)
    const checked = checkedAccess(access, hallpass, exchange, 'mount(pass, handler)')
    return checked instanceof Promise ? checked.then(act, fail(response)) : act(checked)
  }
}
