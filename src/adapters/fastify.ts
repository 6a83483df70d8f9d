/** hallpass for Fastify 5. */
import { Readable } from 'node:stream'
import type {
  FastifyPluginCallback,
  FastifyReply,
  FastifyRequest,
  preHandlerHookHandler,
} from 'fastify'
import { type Access, checkAccess } from '../guard/access.ts'
import { type Decision, type HeaderList, PROTECTED_HEADERS, type Reply } from '../http/exchange.ts'
import { answerRoute, isRouteSet, type RouteSet } from '../http/route-set.ts'
import type { Hallpass, Visitor } from '../pass/types.ts'
import { checkedAccess } from './checked-access.ts'
import { checkPass } from './checked-pass.ts'
import { NodeExchange } from './node-exchange.ts'

type Pass = Extract<Decision<Visitor>, { kind: 'pass' }>

const uncommitted: unique symbol = Symbol('hallpass')

declare module 'fastify' {
  interface FastifyRequest {
    /** Who makes this request: set by `mount` of `hallpass/fastify`. */
    hallpass: Visitor
    [uncommitted]: Pass | undefined
  }
}

/**
 * A plugin that serves the login routes, holds the path rules of `guard`, and sets
 * `request.hallpass`. It is not encapsulated: all routes of the instance that registers it have
 * it, its 404s and errors too. What changed in the session is written when the answer starts;
 * an answer that bypasses Fastify (`reply.hijack()`) writes nothing.
 * A `RouteSet` answers its own routes, and leaves every other request as it is.
 *
 * @example
 * await app.register(mount(pass))
 * app.get('/me', { preHandler: requireLogin() }, (request) => request.hallpass.user)
 */
export function mount(pass: Hallpass | RouteSet): FastifyPluginCallback {
  if (isRouteSet(pass)) return routes(pass)
  checkPass(pass)
  const plugin: FastifyPluginCallback = (app, _options, done) => {
    if (!app.hasRequestDecorator('hallpass')) {
      app.decorateRequest('hallpass')
      app.decorateRequest(uncommitted)
    }
    app.addHook('onRequest', (request, reply, next) => {
      const decided = pass.handle(new NodeExchange(request.raw, request.raw.url ?? '/', request))
      if (!(decided instanceof Promise)) act(decided, request, reply, next)
      else decided.then((decision) => act(decision, request, reply, next), next)
    })
    app.addHook('onSend', (request, reply, payload, next) => {
      const decision = request[uncommitted]
      // Fastify runs the hook again when a later one fails.
      request[uncommitted] = undefined
      const committed = decision?.commit() ?? []
      const go = (headers: HeaderList): void => {
        apply(reply, headers)
        next()
      }
      if (!(committed instanceof Promise)) return go(committed)
      const refuse = (error: unknown): void => {
        if (decision?.unkept === undefined) throw error
        next(null, instead(reply, payload, decision.unkept(error)))
      }
      // What `next` throws, of a payload or header that is none, Fastify cannot catch so late.
      committed.then(go, refuse).catch((error: unknown) => broken(reply, error))
    })
    app.addHook('onClose', (_app, closed) => {
      pass.close()
      closed()
    })
    done()
  }
  return forAllRoutes(plugin, 'hallpass')
}

function routes(set: RouteSet): FastifyPluginCallback {
  const plugin: FastifyPluginCallback = (app, _options, done) => {
    app.addHook('onRequest', (request, reply, next) => {
      const act = (answer: Reply | undefined): void => {
        if (answer === undefined) next()
        else send(reply, answer)
      }
      const exchange = new NodeExchange(request.raw, request.raw.url ?? '/', request)
      const answer = set[answerRoute](exchange)
      if (!(answer instanceof Promise)) act(answer)
      else answer.then(act, next)
    })
    done()
  }
  return forAllRoutes(plugin, 'hallpass-routes')
}

/** A plugin whose hooks hold for the instance that registers it, too. */
function forAllRoutes(plugin: FastifyPluginCallback, name: string): FastifyPluginCallback {
  return Object.assign(plugin, {
    [Symbol.for('skip-override')]: true,
    [Symbol.for('fastify.display-name')]: name,
  })
}

/**
 * Lets only those through whom `access` allows (default: any signed-in user). Others are sent
 * to the login, or get 401 or 403.
 *
 * @throws `invalid_config` at once, for a requirement that says something unknown;
 * (to the error handler) `not_mounted` when `mount` is not registered
 *
 * @example
 * app.get('/ops', { preHandler: requireLogin({ group: 'ops' }) }, handler)
 */
export function requireLogin(access: Access = 'login'): preHandlerHookHandler {
  checkAccess(access, 'requireLogin')
  return function requireLogin(request, reply, next) {
    const exchange = () => new NodeExchange(request.raw, request.raw.url ?? '/', request)
    const mount = 'await app.register(mount(pass))'
    const checked = checkedAccess(access, request.hallpass, exchange, mount)
    if (!(checked instanceof Promise)) goOn(checked, reply, next)
    else checked.then((refusal) => goOn(refusal, reply, next), next)
  }
}

function act(
  decision: Decision<Visitor>,
  request: FastifyRequest,
  reply: FastifyReply,
  next: () => void,
): void {
  if (decision.kind === 'reply') {
    send(reply, decision)
  } else {
    request.hallpass = decision.visitor
    request[uncommitted] = decision
    apply(reply, decision.headers)
    next()
  }
}

function goOn(refusal: Reply | undefined, reply: FastifyReply, next: () => void): void {
  if (refusal !== undefined) send(reply, refusal)
  else {
    apply(reply, PROTECTED_HEADERS)
    next()
  }
}

function send(reply: FastifyReply, answer: Reply): void {
  reply.code(answer.status)
  apply(reply, answer.headers)
  reply.send(answer.body)
}

function broken(reply: FastifyReply, error: unknown): void {
  reply.log.error(error)
  if (reply.raw.headersSent) reply.raw.destroy()
  else reply.raw.writeHead(500, { 'cache-control': 'no-store' }).end()
}

/** Puts an answer in the place of the one that is about to be sent, and gives its body. */
function instead(reply: FastifyReply, payload: unknown, answer: Reply): string | undefined {
  if (payload instanceof Readable) payload.destroy()
  if (payload instanceof ReadableStream) payload.cancel().catch(() => undefined)
  for (const name of Object.keys(reply.getHeaders())) reply.removeHeader(name)
  reply.code(answer.status)
  apply(reply, answer.headers)
  return answer.body
}

/** `reply.header` appends a `set-cookie` and replaces any other. */
function apply(reply: FastifyReply, headers: HeaderList): void {
  for (const [name, value] of headers) reply.header(name, value)
}
