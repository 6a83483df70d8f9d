/** What a request brings, whatever framework it came through. */
import type { IncomingMessage } from 'node:http'
import { FetchExchange } from '../../adapters/fetch-exchange.ts'
import { NodeExchange } from '../../adapters/node-exchange.ts'
import { HallpassError } from '../../errors.ts'
import type { Exchange } from '../../http/exchange.ts'

/** The parts that can be validated, each as it came. */
export interface RequestParts {
  readonly exchange: Exchange
  /** Of a router: the parts of the path that it named. */
  readonly params: unknown
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** What a parser of the framework made of the body; undefined: nothing read it yet. */
  readonly parsed: unknown
}

/**
 * @param request - What the framework gave: the request, or the context of Hono or Koa.
 * @param params - Where the framework gives them apart from the request, as Next.js does.
 * @throws HallpassError `invalid_config` for what is no request
 */
export function partsOf(request: object, params?: unknown): RequestParts {
  if (Object(request) !== request) throw noRequest()
  if (request instanceof Request) return ofFetch(request, params)
  if (isMessage(request)) return ofNode(request, request, params)
  const inner = member(request, 'req')
  const web = inner && member(inner, 'raw')
  if (inner !== undefined && web instanceof Request) return ofHono(inner, web)
  // Koa's context has the message as `req`, Fastify's request as `raw`.
  const message = [inner, member(request, 'raw')].find(isMessage)
  if (message !== undefined) {
    return ofNode(message, member(request, 'request') ?? request, params ?? at(request, 'params'))
  }
  throw noRequest()
}

function noRequest(): HallpassError {
  const told = 'Give the request that the framework gave you, or the context of Hono or Koa.'
  return new HallpassError('invalid_config', told)
}

function ofNode(message: IncomingMessage, holder: object, params: unknown): RequestParts {
  // Express keeps the address under which a router is mounted out of `url`.
  const original = at(message, 'originalUrl')
  const url = typeof original === 'string' ? original : (message.url ?? '/')
  const headers = Object.entries(message.headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)] as const],
  )
  return {
    exchange: new NodeExchange(message, url, holder),
    params: params ?? at(message, 'params'),
    headers: Object.fromEntries(headers),
    // The parsers of Express 4 leave an empty object for what they did not read.
    parsed: wasRead(message) ? at(holder, 'body') : undefined,
  }
}

/** Whether the framework read the body; so it did where the message is no stream. */
function wasRead(message: IncomingMessage): boolean {
  return message.readableDidRead !== false || message.readableEnded
}

function ofFetch(request: Request, params: unknown): RequestParts {
  const headers = Object.fromEntries(request.headers)
  return { exchange: new FetchExchange(request), params, headers, parsed: undefined }
}

/** Hono keeps the parameters in its own request, and what was read of the body. */
function ofHono(inner: object, web: Request): RequestParts {
  const param: unknown = at(inner, 'param')
  const params: unknown = typeof param === 'function' ? param.call(inner) : undefined
  const json: unknown = at(inner, 'json')
  const read = web.bodyUsed && typeof json === 'function' ? json.call(inner) : undefined
  return { ...ofFetch(web, params), parsed: read }
}

/** By what it has: a framework that is asked in a test has requests of its own. */
function isMessage(value: object | undefined): value is IncomingMessage {
  if (value === undefined || typeof at(value, 'method') !== 'string') return false
  const headers = member(value, 'headers')
  return headers !== undefined && !('get' in headers) && typeof at(value, 'pipe') === 'function'
}

function at(holder: object, name: string): unknown {
  return Reflect.get(holder, name)
}

function member(holder: object, name: string): object | undefined {
  const value = at(holder, name)
  return typeof value === 'object' && value !== null ? value : undefined
}
