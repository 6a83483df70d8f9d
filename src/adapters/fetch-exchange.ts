/** What the adapters on web-standard requests (Hono, Next.js, fetch) share. */
import { HallpassError } from '../errors.ts'
import type { Decision, Exchange, HeaderList, MaybePromise, Reply } from '../http/exchange.ts'

/** An `Exchange` over a `Request`. A class, so that a request costs one object. */
export class FetchExchange implements Exchange {
  readonly method: string
  readonly url: string
  readonly #request: Request
  readonly #platform: unknown

  /** @param platform - what the runtime hands over beside the request; it may know the peer */
  constructor(request: Request, platform?: unknown) {
    this.method = request.method
    this.url = pathAndQuery(request.url)
    this.#request = request
    this.#platform = platform
  }

  get request(): object {
    return this.#request
  }

  get remoteAddress(): string | undefined {
    return peerAddress(this.#request, this.#platform)
  }

  header(name: string): string | undefined {
    const value = this.#request.headers.get(name)
    if (value !== null) return value
    // A request that was made in this process has no Host header.
    return name === 'host' ? new URL(this.#request.url).host : undefined
  }

  async body(limitBytes: number): Promise<string> {
    if (this.#request.bodyUsed) {
      const message = 'The body was read before hallpass: give hallpass the request first.'
      throw new HallpassError('invalid_config', message)
    }
    const decoder = new TextDecoder()
    let [text, size] = ['', 0]
    for await (const chunk of this.#request.body ?? []) {
      size += chunk.length
      if (size > limitBytes) throw tooLarge(limitBytes)
      text += decoder.decode(chunk, { stream: true })
    }
    return text + decoder.decode()
  }
}

/** The fault of a body above the limit. */
export function tooLarge(limitBytes: number): HallpassError {
  return new HallpassError('body_too_large', `The body of the request is over ${limitBytes} bytes.`)
}

function pathAndQuery(url: string): string {
  const start = url.indexOf('/', url.indexOf('://') + 3)
  const end = url.indexOf('#', start)
  return end < 0 ? url.slice(start) : url.slice(start, end)
}

/** The peer, where the platform tells: Bun's server, Deno's info, the env of @hono/node-server. */
function peerAddress(request: Request, platform: unknown): string | undefined {
  if (!isObject(platform)) return undefined
  if (typeof platform.requestIP === 'function') return text(platform.requestIP(request), 'address')
  if (isObject(platform.remoteAddr)) return text(platform.remoteAddr, 'hostname')
  if (isObject(platform.incoming)) return text(platform.incoming.socket, 'remoteAddress')
  return undefined
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function text(holder: unknown, name: string): string | undefined {
  const value = isObject(holder) ? holder[name] : undefined
  return typeof value === 'string' ? value : undefined
}

/** An answer of hallpass as a `Response`. */
export function toResponse(reply: Reply, method: string): Response {
  const headers = new Headers()
  for (const [name, value] of reply.headers) headers.append(name, value)
  const body = method === 'HEAD' ? null : (reply.body ?? null)
  return new Response(body, { status: reply.status, headers })
}

/**
 * The app's answer with what `commit` gave. Where that has to wait and fails, nothing of the app's
 * is sent.
 */
export function finished<V>(
  request: Request,
  response: Response,
  decision: Extract<Decision<V>, { kind: 'pass' }>,
): MaybePromise<Response> {
  const committed = decision.commit()
  if (!(committed instanceof Promise)) return withHeaders(response, decision.headers, committed)
  return committed.then(
    (headers) => withHeaders(response, decision.headers, headers),
    (error: unknown) => {
      if (decision.unkept === undefined) throw error
      // What nobody reads must not go on being made.
      response?.body?.cancel().catch(() => undefined)
      return toResponse(decision.unkept(error), request.method)
    },
  )
}

/**
 * The app's answer with more headers: `set-cookie` is appended, `final` replaces the app's, and
 * `initial` stands only where the app said nothing.
 */
export function withHeaders(response: Response, initial: HeaderList, final: HeaderList): Response {
  // No response (Bun upgraded a socket), an upgrade or a network error takes no headers.
  if (!(response?.status >= 200)) return response
  if (initial.length === 0 && final.length === 0) return response
  // The app's headers may be immutable (an answer of `fetch`), or shared.
  const answer = new Response(response.body, response)
  for (const [name, value] of initial) {
    if (name === 'set-cookie') answer.headers.append(name, value)
    else if (!answer.headers.has(name)) answer.headers.set(name, value)
  }
  for (const [name, value] of final) {
    if (name === 'set-cookie') answer.headers.append(name, value)
    else answer.headers.set(name, value)
  }
  return answer
}
