/** One request on its way to an app, and the answer on its way back. */
import type { ClientRequest, IncomingMessage, ServerResponse } from 'node:http'
import { Stream } from 'node:stream'
import type { ProxyServer, ProxyServerOptions } from 'httpxy'
import { sendReply } from '../../adapters/node-exchange.ts'
import { HallpassError, isHallpassError } from '../../errors.ts'
import { faultReply } from '../../http/fault.ts'
import type { Admitted } from './admitted.ts'
import { type Additions, answerHeaders } from './answer-headers.ts'
import { codeOf, faultOf, holdTo, type Limits } from './faults.ts'
import { HOP_BY_HOP } from './hop-by-hop.ts'
import type { Route } from './routing.ts'

/** What all requests share. */
export interface Passing {
  readonly proxy: ProxyServer
  readonly limits: Limits
  additions(route: Route, admitted: Admitted): Additions
}

/** A body that is none: it ends whatever it is piped into, and can be sent again. */
class NoBody extends Stream {
  override pipe<T extends NodeJS.WritableStream>(destination: T): T {
    destination.end()
    return destination
  }
}
const NO_BODY = new NoBody()

/** May be sent again when the connection turns out to be closed: they change nothing. */
const SAFE: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS'])

/** Whether a body follows the head. */
export function hasBody({ headers }: IncomingMessage): boolean {
  const length = headers['content-length']
  return headers['transfer-encoding'] !== undefined || (length !== undefined && length !== '0')
}

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
    const additions = this.#passing.additions(this.#route, this.#admitted)
    try {
      response.writeHead(statusCode, statusMessage, answerHeaders(answer, additions))
    } catch (error) {
      // The app's head holds what no head may: nothing of it is out yet.
      answer.destroy()
      this.#refuse(new HallpassError('upstream_failed', 'The app gave no answer', { cause: error }))
      return
    }
    pump(answer, response, this.#admitted)
  }

  /** Something broke: the app, the connection to it, or the one to the client. */
  failed(error: Error): void {
    const response = this.#response
    if (response.destroyed || response.writableEnded) return
    // Half an answer must not look like a whole one.
    if (response.headersSent) response.destroy()
    else if (this.#isStale(error)) {
      this.#isRetried = true
      this.start()
    } else this.#refuse(faultOf(error))
  }

  /** The app had closed a connection that was kept, before it could see the request. */
  #isStale(error: Error): boolean {
    return (
      !this.#isRetried &&
      !this.#hasAnswered &&
      this.#body === NO_BODY &&
      SAFE.has(this.#request.method ?? '') &&
      this.#outgoing?.reusedSocket === true &&
      /^(?:ECONNRESET|EPIPE)$/.test(codeOf(error))
    )
  }

  #refuse(error: HallpassError): void {
    refuse(this.#response, this.#admitted, error)
  }
}

function flush(outgoing: ClientRequest): void {
  if (!outgoing.headersSent && !outgoing.destroyed) outgoing.flushHeaders()
}

/** Answers with what went wrong; what the session has to write is written all the same. */
export function refuse(response: ServerResponse, admitted: Admitted, error: unknown): void {
  if (!isHallpassError(error)) throw error
  const { exchange, trail } = admitted
  trail.reason = error.code
  trail.status = error.status
  const reply = faultReply(exchange, error, { headers: admitted.commit() })
  trail.bytes = Buffer.byteLength(reply.body ?? '')
  sendReply(response, reply)
}

/** Sends the body on as it comes, no faster than the client takes it. */
function pump(answer: IncomingMessage, response: ServerResponse, { trail }: Admitted): void {
  answer.on('data', (chunk: Buffer) => {
    trail.bytes += chunk.length
    if (!response.write(chunk)) answer.pause()
  })
  response.on('drain', () => answer.resume())
  answer.on('end', () => {
    const trailers = trailersOf(answer)
    if (trailers.length > 0) response.addTrailers(trailers)
    response.end()
  })
  // A stream of events may have no first one for long: its head goes out without it.
  setImmediate(() => {
    if (trail.bytes === 0 && !response.writableEnded) response.flushHeaders()
  })
}

/** What comes after the body; nothing that would have meant something before it. */
function trailersOf({ rawTrailers }: IncomingMessage): [string, string][] {
  const trailers: [string, string][] = []
  for (let at = 0; at < rawTrailers.length; at += 2) {
    const name = rawTrailers[at] ?? ''
    const lower = name.toLowerCase()
    if (HOP_BY_HOP.has(lower) || /^(?:set-cookie|content-|cache-|location)/.test(lower)) continue
    trailers.push([name, rawTrailers[at + 1] ?? ''])
  }
  return trailers
}
