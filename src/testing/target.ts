/** What can be asked: an address, or an app of any framework, told apart by what it has. */
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { HallpassError } from '../errors.ts'
import type { MaybePromise } from '../http/exchange.ts'
import { type Listener, sendToListener } from './listener.ts'
import { sendToUrl } from './over-http.ts'
import { type Method, type Outgoing, responseOf, type Send } from './sending.ts'

/** Answers a web `Request`. A function that takes more than that is given as `{ fetch }`. */
export type FetchFunction = (request: Request) => MaybePromise<Response>

/** What is called of a Fastify app. */
export interface Injectable {
  inject(options: {
    method: Method
    url: string
    headers: Record<string, string>
    payload?: string
  }): Promise<{
    readonly statusCode: number
    readonly headers: NodeJS.Dict<number | string | string[]>
    readonly rawPayload: Buffer
  }>
}

/**
 * What can be asked: an address, such as `http://127.0.0.1:3000` or `https://api.example/v1`; a
 * `Server` of node:http; an app of Express, Koa, Fastify or Hono; a listener of node:http, such as
 * `mount` of `hallpass/node` makes; or a function that answers a `Request`.
 */
export type ApiTarget =
  | string
  | URL
  | Server
  | Listener
  | FetchFunction
  | Injectable
  | { callback(): Listener }
  | { fetch(request: Request): MaybePromise<Response> }

/**
 * How requests get to a target.
 *
 * @throws `invalid_config` for what is none
 */
export function senderTo(target: ApiTarget): Send {
  if (typeof target === 'string' || target instanceof URL) return sendToUrl(target)
  if (has(target, 'inject')) return (outgoing) => inject(target, outgoing)
  if (has(target, 'callback')) return sendToListener(target.callback())
  if (isServer(target)) return sendToServer(target)
  if (has(target, 'fetch')) return (outgoing) => fetchFrom((one) => target.fetch(one), outgoing)
  if (typeof target === 'function') {
    // Express's apps take three arguments, listeners two, and what answers a `Request` takes it.
    if (isListener(target)) return sendToListener(target)
    return (outgoing) => fetchFrom(target, outgoing)
  }
  throw new HallpassError(
    'invalid_config',
    'target: must be an address, an app of a framework, a server, a listener or a fetch function',
  )
}

/** Whether a target has a method: each kind but functions has one of its own. */
function has<Name extends string>(
  target: unknown,
  name: Name,
): target is Extract<ApiTarget, Readonly<Record<Name, unknown>>> {
  const isObject = typeof target === 'object' || typeof target === 'function'
  return isObject && target !== null && typeof Reflect.get(target, name) === 'function'
}

function isServer(target: ApiTarget): target is Server {
  return has(target, 'address') && has(target, 'emit')
}

function isListener(target: Listener | FetchFunction): target is Listener {
  return target.length >= 2
}

/** A server that does not listen is asked all the same. */
function sendToServer(server: Server): Send {
  const own = sendToListener((request, response) => server.emit('request', request, response))
  return (outgoing) => {
    const address = server.address()
    if (address === null || typeof address === 'string') return own(outgoing)
    return sendToUrl(`http://${hostOf(address)}:${address.port}`)(outgoing)
  }
}

/** Where a server is reached that may listen everywhere. */
function hostOf({ address, family }: AddressInfo): string {
  if (family === 'IPv6') return address === '::' ? '[::1]' : `[${address}]`
  return address === '0.0.0.0' ? '127.0.0.1' : address
}

async function fetchFrom(answer: FetchFunction, outgoing: Outgoing): Promise<Response> {
  const { method, path, headers, body } = outgoing
  const host = headers.host ?? 'localhost'
  const init: RequestInit = { method, headers, redirect: 'manual' }
  return await answer(
    new Request(`http://${host}${path}`, body === undefined ? init : { ...init, body }),
  )
}

async function inject(app: Injectable, outgoing: Outgoing): Promise<Response> {
  const { method, path, body } = outgoing
  const answer = await app.inject({
    method,
    url: path,
    headers: { ...outgoing.headers },
    ...(body !== undefined && { payload: body }),
  })
  return responseOf(answer.statusCode, answer.headers, answer.rawPayload)
}
