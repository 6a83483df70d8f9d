/** One request on its way to an app, and the answer on its way back. */
import type { ClientRequest, IncomingMessage, ServerResponse } from 'node:http'
import type { Stream } from 'node:stream'
import type { ProxyServer, ProxyServerOptions } from 'httpxy'
import { HallpassError } from '../../errors.ts'
import type { Admitted } from './admitted.ts'
import { pump } from './answer-body.ts'
import { answerHeaders } from './answer-headers.ts'
import type { AppHeaders } from './app-headers.ts'
import { codeOf, faultOf, holdTo, type Limits } from './faults.ts'
import { NO_BODY } from './no-body.ts'
import { refuse } from './refuse.ts'
import type { Route } from './routing.ts'

/** What all requests share. */
export interface Passing {
  readonly proxy: ProxyServer
  readonly limits: Limits
  readonly headers: AppHeaders
}

/** May be sent again when the connection turns out to be closed: they change nothing. */
const SAFE: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS'])

/** What httpxy is told about where a request goes. */
export function targetOf({ upstream, path }: Route, isFresh: boolean): ProxyServerOptions {
  return {
    target: { ...upstream.target, pathname: path },
    // The path is the target's: httpxy would put a slash before what it takes for none.
    ignorePath: true,
    agent: isFresh ? false : upstream.agent,
    selfHandleResponse: true,
    ...(upstream.servername !== undefined && { ssl: { servername: upstream.servername } }),
  }
}

/** Passes one request on. The headers of the message are those for the app already. */
export class Passage {
  readonly #passing: Passing
  readonly #request: IncomingMessage
  readonly #response: ServerResponse
  readonly #route: Route
  readonly #admitted: Admitted
  readonly #body: Stream
  #outgoing: ClientRequest | undefined
  #isRetried = false
  #hasAnswered = false

  constructor(
    passing: Passing,
    request: IncomingMessage,
    response: ServerResponse,
    route: Route,
    admitted: Admitted,
    isBodiless: boolean,
  ) {
    this.#passing = passing
    this.#request = request
    this.#response = response
    this.#route = route
    this.#admitted = admitted
    this.#body = isBodiless ? NO_BODY : request
  }

  /** Sends it. */
  start(): void {
    const options = targetOf(this.#route, this.#isRetried)
    options.buffer = this.#body
    // What goes wrong is told by the event `error`; the promise tells of the client, too.
    this.#passing.proxy.web(this.#request, this.#response, options).catch(() => {})
  }

  /** httpxy has a connection for it, and has sent nothing. */
  begun(outgoing: ClientRequest): void {
    this.#outgoing = outgoing
    holdTo(this.#passing.limits, outgoing, () => this.#hasAnswered)
    // Nobody asked for it; without a listener Node would say nothing at all.
    outgoing.once('upgrade', (_answer, socket) => {
      socket.destroy()
      this.failed(new Error('the app changed the protocol'))
    })
    if (!this.#admitted.expectsContinue) {
      // Node keeps the head until the body begins, which a client may be slow to send.
      if (this.#body !== NO_BODY) setImmediate(() => flush(outgoing))
      return
    }
    // The client sends its body when the app has said that it wants it.
    outgoing.setHeader('expect', '100-continue')
    outgoing.once('continue', () => this.#response.writeContinue())
    outgoing.flushHeaders()
  }

  /** The head of the answer is here. */
  answered(answer: IncomingMessage): void {
    this.#hasAnswered = true
    const response = this.#response
    if (response.headersSent || response.destroyed) return
    const { statusCode = 502, statusMessage } = answer
    const additions = this.#passing.headers.answer(this.#route, this.#admitted)
    try {
      // 101 answers an upgrade, and nobody asked for one; Node has dealt with the others below 200.
      if (statusCode < 200) throw new Error('an answer that is none')
      response.writeHead(statusCode, statusMessage, answerHeaders(answer, additions))
    } catch (error) {
      // The app's head holds what no head may: nothing of it is out yet. Its reason phrase, which
      // Node has kept, may be what is wrong.
      answer.destroy()
      response.statusMessage = ''
      const fault = new HallpassError('upstream_failed', 'The app gave no answer', { cause: error })
      refuse(response, this.#admitted, fault)
      return
    }
    pump(answer, response, this.#admitted.trail)
  }

  /** Something broke: the app, the connection to it, or the one to the client. */
  failed(error: Error): void {
    const response = this.#response
    // Once the answer has begun, httpxy cuts the client off, unless all of it is here.
    if (this.#hasAnswered || response.destroyed || response.headersSent) return
    if (this.#isStale(error)) {
      this.#isRetried = true
      this.start()
    } else refuse(response, this.#admitted, faultOf(error))
  }

  /** The app had closed a connection that was kept, before it could see the request. */
  #isStale(error: Error): boolean {
    return (
      !this.#isRetried &&
      this.#body === NO_BODY &&
      SAFE.has(this.#request.method ?? '') &&
      this.#outgoing?.reusedSocket === true &&
      /^(?:ECONNRESET|EPIPE)$/.test(codeOf(error))
    )
  }
}

function flush(outgoing: ClientRequest): void {
  if (!outgoing.headersSent && !outgoing.destroyed) outgoing.flushHeaders()
}
