/** What the adapters on node:http (Express, Fastify, Koa, node) share. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import onHeaders from 'on-headers'
import type { Decision, Exchange, HeaderList, Reply } from '../http/exchange.ts'
import { holdAnswer } from './held-answer.ts'
import { readBody } from './node-body.ts'

/** An `Exchange` over a node:http request. A class, so that a request costs one object. */
export class NodeExchange implements Exchange {
  readonly method: string
  readonly url: string
  readonly #message: IncomingMessage
  readonly #parsed: object

  /**
   * @param url - path and query as the client sent them, also under a mounted router
   * @param parsed - where a body parser of the framework leaves `body`
   */
  constructor(message: IncomingMessage, url: string, parsed: object) {
    this.method = message.method ?? 'GET'
    this.url = url
    this.#message = message
    this.#parsed = parsed
  }

  get request(): object {
    return this.#message
  }

  get remoteAddress(): string | undefined {
    return this.#message.socket.remoteAddress
  }

  header(name: string): string | undefined {
    const headers = this.#message.headers
    const value = headers[name]
    if (typeof value === 'string') return value
    if (value !== undefined) return value.join(', ')
    // HTTP/2 names the host in a pseudo-header.
    return name === 'host' ? headers[':authority']?.toString() : undefined
  }

  body(limitBytes: number): Promise<string> {
    const parsed = 'body' in this.#parsed ? this.#parsed.body : undefined
    return readBody(this.#message, parsed, limitBytes)
  }
}

/** Appends `set-cookie`; any other header replaces the app's. */
export function applyHeaders(response: ServerResponse, headers: HeaderList): void {
  for (const [name, value] of headers) {
    if (name === 'set-cookie') response.appendHeader(name, value)
    else response.setHeader(name, value)
  }
}

/** Sends an answer of hallpass. Node leaves the body out for HEAD. */
export function sendReply(response: ServerResponse, reply: Reply): void {
  if (response.headersSent) return
  response.statusCode = reply.status
  applyHeaders(response, reply.headers)
  response.end(reply.body)
}

/** Sets the headers of a `pass` decision, and has it commit when the answer starts. */
export function beginAnswer<V>(
  response: ServerResponse,
  decision: Extract<Decision<V>, { kind: 'pass' }>,
): void {
  if (response.headersSent) return
  applyHeaders(response, decision.headers)
  const apply = (headers: HeaderList): void => applyHeaders(response, headers)
  const { unkept } = decision
  if (unkept === undefined) {
    // Without a store, `commit` never waits.
    onHeaders(response, () => {
      const headers = decision.commit()
      if (!(headers instanceof Promise)) apply(headers)
    })
  } else {
    const commit = () => decision.commit()
    holdAnswer(response, { commit, apply, instead: unkept })
  }
}
