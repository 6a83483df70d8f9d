/** The guard and the proxy behind it, as listeners of node:http. */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { sendReply } from '../adapters/node-exchange.ts'
import { HallpassError } from '../errors.ts'
import type { Decision, Exchange, MaybePromise, Reply } from '../http/exchange.ts'
import { faultReply } from '../http/fault.ts'
import { plainAddress } from '../http/forwarded.ts'
import { consoleLogger, type Logger } from '../http/ports.ts'
import type { Hallpass, Visitor } from '../pass/types.ts'
import { committed } from './committed.ts'
import { ProxyExchange } from './exchange.ts'
import { InTurn } from './in-turn.ts'
import { observed } from './observed.ts'
import type { Observer, Trail } from './observer.ts'
import type { Admitted } from './reverse/admitted.ts'
import type { ReverseProxy } from './reverse/reverse-proxy.ts'
import { responseOn } from './reverse/socket-reply.ts'
import { upgradeFault } from './upgrade-fault.ts'

/** What stands in front of apps. */
export interface GuardedProxyOptions {
  readonly pass: Hallpass
  /** Without it there is no app: what hallpass does not answer is 404. */
  readonly reverse?: ReverseProxy | undefined
  /** Answers of the server's own by their paths: nobody is asked who they are. */
  readonly routes?: ReadonlyMap<string, Route>
  /** Told of every request when its answer is out. */
  readonly observer?: Observer | undefined
  readonly logger?: Logger
}

/** Listeners for a server of node:http. */
export interface GuardedProxy {
  readonly request: RequestListener
  /** For the event of that name: the app says whether it wants the body. */
  readonly checkContinue: RequestListener
  upgrade(request: IncomingMessage, socket: Socket, head: Buffer): void
}

/** An answer of the server's own; what the log should tell goes into the trail. */
export type Route = (exchange: Exchange, trail: Trail) => MaybePromise<Reply>

type Act = (decision: Decision<Visitor>) => void

/**
 * A guard that passes on to apps what it lets through. Requests that name another server
 * (`GET http://…`, `OPTIONS *`) are refused, as are versions of HTTP but 1.0 and 1.1; so is every
 * upgrade that is no WebSocket.
 *
 * @example
 * const { request, checkContinue, upgrade } = guardedProxy({ pass, reverse })
 * createServer(request).on('checkContinue', checkContinue).on('upgrade', upgrade)
 */
export function guardedProxy(options: GuardedProxyOptions): GuardedProxy {
  const { pass, reverse, routes, observer, logger = consoleLogger } = options
  const clientOf = (exchange: Exchange) =>
    reverse?.urls.clientAddress(exchange) ?? plainAddress(exchange.remoteAddress)

  const judge = (
    exchange: ProxyExchange,
    trail: Trail,
    act: Act,
    fail: (error: unknown) => void,
  ): void => {
    try {
      const decided = decide(exchange, trail)
      if (decided instanceof Promise) decided.then(act).catch(fail)
      else act(decided)
    } catch (error) {
      fail(error)
    }
  }
  const page = (exchange: Exchange, error: HallpassError): Reply =>
    pass.dress(faultReply(exchange, error))
  const decide = (exchange: ProxyExchange, trail: Trail): MaybePromise<Decision<Visitor>> => {
    const { url } = exchange
    if (!url.startsWith('/') || !exchange.isHttp1) {
      return replied(page(exchange, notOurs()))
    }
    const route = routes?.get(url.split('?', 1)[0] ?? '')
    if (route === undefined) return pass.handle(exchange)
    const reply = route(exchange, trail)
    return reply instanceof Promise ? reply.then(replied) : replied(reply)
  }
  /** What was not foreseen: nothing goes on. */
  const failure = (response: () => ServerResponse, trail: Trail) => (error: unknown) => {
    logger.error('a request failed', { error: String(error) })
    trail.reason = 'hook_failed'
    const open = response()
    if (open.headersSent || open.socket === null) open.destroy()
    else open.writeHead(500, { 'cache-control': 'no-store', 'content-length': 0 }).end()
  }

  const serve = (expectsContinue: boolean): RequestListener => {
    return (request, response) => {
      // A client that went away is no fault of anybody's.
      response.on('error', () => {})
      const wait = expectsContinue ? () => response.writeContinue() : undefined
      const exchange = new ProxyExchange(request, wait)
      const trail: Trail = { bytes: 0 }
      const watch = observed(observer, {
        exchange,
        until: response,
        trail,
        client: clientOf(exchange),
        statusOf: () => (response.headersSent ? response.statusCode : 0),
      })
      judge(
        exchange,
        trail,
        (decision) => {
          watch(decision)
          if (decision.kind === 'reply') answer(response, decision, trail)
          else if (reverse === undefined) answer(response, page(exchange, nothing()), trail)
          else {
            const admitted = admit(pass, exchange, decision, trail, expectsContinue)
            reverse.web(request, response, admitted)
          }
        },
        failure(() => response, trail),
      )
    }
  }

  const inTurn = new InTurn()
  return {
    request: inTurn.listener(serve(false)),
    checkContinue: inTurn.listener(serve(true)),
    upgrade(request, socket, head) {
      socket.on('error', () => {})
      // No client asks for an upgrade before it has its answers, and those would go out after it.
      if (inTurn.isBusy(socket)) {
        socket.destroy()
        return
      }
      const exchange = new ProxyExchange(request)
      const trail: Trail = { bytes: 0 }
      let response: ServerResponse | undefined
      const plain = () => {
        response ??= responseOn(request, socket)
        return response
      }
      const before = socket.bytesWritten
      const watch = observed(observer, {
        exchange,
        until: socket,
        trail,
        client: clientOf(exchange),
        statusOf: () => {
          trail.bytes = socket.bytesWritten - before
          return response?.statusCode ?? trail.status ?? 0
        },
      })
      judge(
        exchange,
        trail,
        (decision) => {
          watch(decision)
          const origin = exchange.header('origin')
          const isForeign = origin !== undefined && origin !== reverse?.urls.baseUrlFor(exchange)
          if (decision.kind === 'reply') return answer(plain(), decision, trail)
          // Headers are set on what is guarded alone.
          const fault = upgradeFault(exchange, isForeign, decision.headers.length > 0)
          if (fault !== undefined) answer(plain(), page(exchange, fault), trail)
          else if (reverse === undefined) answer(plain(), page(exchange, nothing()), trail)
          else {
            const admitted = admit(pass, exchange, decision, trail, false)
            const told = isForeign ? { ...admitted, visitor: undefined } : admitted
            reverse.upgrade(request, socket, head, told)
          }
        },
        failure(plain, trail),
      )
    },
  }
}

function replied(reply: Reply): Decision<Visitor> {
  return { kind: 'reply', ...reply }
}

function notOurs(): HallpassError {
  return new HallpassError('bad_request', 'The request is for no page of this server')
}

function nothing(): HallpassError {
  return new HallpassError('not_found', 'No app is at this address')
}

function admit(
  pass: Hallpass,
  exchange: ProxyExchange,
  decision: Extract<Decision<Visitor>, { kind: 'pass' }>,
  trail: Trail,
  expectsContinue: boolean,
): Admitted {
  const { visitor, headers } = decision
  return {
    exchange,
    visitor,
    headers,
    commit: () => committed(decision),
    expectsContinue,
    trail,
    dress: (reply) => pass.dress(reply),
    isStillIn: () => visitor.user === undefined || isSignedIn(pass, exchange),
  }
}

function isSignedIn(pass: Hallpass, exchange: Exchange): MaybePromise<boolean> {
  const visitor = pass.visitor(exchange)
  if (visitor instanceof Promise) return visitor.then(({ user }) => user !== undefined)
  return visitor.user !== undefined
}

function answer(response: ServerResponse, reply: Reply, trail: Trail): void {
  if (reply.reason !== undefined) trail.reason = reply.reason
  trail.bytes = Buffer.byteLength(reply.body ?? '')
  sendReply(response, reply)
}
