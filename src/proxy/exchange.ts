/** A request as the guard sees it, whatever is made of it for the app. */
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { NodeExchange } from '../adapters/node-exchange.ts'

/** Keeps the headers that came: those of the message become those that are sent on. */
export class ProxyExchange extends NodeExchange {
  readonly headers: IncomingHttpHeaders
  /** Node's parser takes `HTTP/0.9` and `HTTP/2.0` in the same clothes, too. */
  readonly isHttp1: boolean
  readonly #beforeBody: (() => void) | undefined

  /** @param beforeBody - Called before the body is read: tells a client that waits to send it. */
  constructor(message: IncomingMessage, beforeBody?: () => void) {
    super(message, message.url ?? '/', message)
    this.headers = message.headers
    this.isHttp1 = message.httpVersion === '1.1' || message.httpVersion === '1.0'
    this.#beforeBody = beforeBody
  }

  override header(name: string): string | undefined {
    const value = this.headers[name]
    return typeof value === 'string' || value === undefined ? value : value.join(', ')
  }

  override body(limitBytes: number): Promise<string> {
    this.#beforeBody?.()
    return super.body(limitBytes)
  }
}
