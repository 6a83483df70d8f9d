/** A client for tests: sends JSON, reads JSON, and says what was wrong when an answer is not as expected. */
import { HallpassError } from '../errors.ts'
import { ApiTestError } from './failure.ts'
import type { Method, Send } from './sending.ts'
import { type ApiTarget, senderTo } from './target.ts'

/** Headers of a request, such as `signedIn` gives. Names in any case. */
export type ApiHeaders = Readonly<Record<string, string>>

/** What goes with each request of a client. */
export interface ApiClientOptions {
  /** Sent with every request. */
  readonly headers?: ApiHeaders
}

/** What goes with one request. */
export interface ApiRequestOptions {
  /** Beside those of the client, or in their place. */
  readonly headers?: ApiHeaders
  /** The status that must come, or several that may; default: any. */
  readonly expect?: number | readonly number[]
}

/** An answer, read to its end. */
export interface ApiAnswer<Body = unknown> {
  readonly status: number
  readonly headers: Headers
  /**
   * What the JSON says; the text where it is none; undefined where nothing came. Its type is what
   * the test says it is: nothing checks that.
   */
  readonly body: Body
}

/** Asks one service. A redirect is an answer: it is not followed. */
export interface ApiClient {
  /**
   * @param path - path and query, beginning with `/`
   * @param body - sent as JSON; a text is sent as it is, for what is no JSON
   * @throws ApiTestError when the status is not what `expect` says, or JSON that was announced is
   * none; what the app throws, or the network
   */
  request<Body = unknown>(
    method: Method,
    path: string,
    body?: unknown,
    options?: ApiRequestOptions,
  ): Promise<ApiAnswer<Body>>
  get<Body = unknown>(path: string, options?: ApiRequestOptions): Promise<ApiAnswer<Body>>
  post<Body = unknown>(
    path: string,
    body?: unknown,
    options?: ApiRequestOptions,
  ): Promise<ApiAnswer<Body>>
  put<Body = unknown>(
    path: string,
    body?: unknown,
    options?: ApiRequestOptions,
  ): Promise<ApiAnswer<Body>>
  patch<Body = unknown>(
    path: string,
    body?: unknown,
    options?: ApiRequestOptions,
  ): Promise<ApiAnswer<Body>>
  delete<Body = unknown>(path: string, options?: ApiRequestOptions): Promise<ApiAnswer<Body>>
}

const clients = new WeakSet<object>()

/** Whether it was made by `apiClient`. */
export function isApiClient(value: unknown): value is ApiClient {
  return typeof value === 'object' && value !== null && clients.has(value)
}

/**
 * A client for a running service, or for an app in this process. There is nothing to close.
 *
 * @throws `invalid_config` for a target that is neither
 * @example
 * const api = apiClient(app, { headers: await signedIn(pass, { sub: 'una' }) })
 * const { body } = await api.post('/notes', { title: 'Milk' }, { expect: 201 })
 */
export function apiClient(target: ApiTarget, options: ApiClientOptions = {}): ApiClient {
  const send = senderTo(target)
  const request: ApiClient['request'] = (method, path, body, one = {}) =>
    ask(send, { method, path, body }, { ...one, headers: merged(options.headers, one.headers) })
  const client: ApiClient = {
    request,
    get: (path, one) => request('GET', path, undefined, one),
    post: (path, body, one) => request('POST', path, body, one),
    put: (path, body, one) => request('PUT', path, body, one),
    patch: (path, body, one) => request('PATCH', path, body, one),
    delete: (path, one) => request('DELETE', path, undefined, one),
  }
  clients.add(client)
  return client
}

interface Asked {
  readonly method: Method
  readonly path: string
  readonly body: unknown
}

async function ask<Body>(
  send: Send,
  { method, path, body }: Asked,
  options: ApiRequestOptions,
): Promise<ApiAnswer<Body>> {
  if (!path.startsWith('/')) {
    throw new HallpassError('invalid_config', 'path: must begin with /; the target has the rest')
  }
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const type: ApiHeaders = text === undefined ? {} : { 'content-type': 'application/json' }
  const headers = merged({ accept: 'application/json', ...type }, options.headers)
  const response = await send({ method, path, headers, ...(text !== undefined && { body: text }) })
  const { status } = response
  const read = await readBody(response)
  const asked = { method, path, body: read.body }
  const { expect = status } = options
  if (![expect].flat().includes(status)) {
    throw new ApiTestError({ ...asked, expected: expect, got: status })
  }
  if (!read.ok) throw new ApiTestError({ ...asked, expected: 'JSON', got: 'what is none' })
  // What the test says that it is.
  return { status, headers: response.headers, body: read.body as Body }
}

async function readBody(response: Response): Promise<{ ok: boolean; body: unknown }> {
  const text = await response.text()
  if (text === '') return { ok: true, body: undefined }
  const type = response.headers.get('content-type') ?? ''
  if (!/^application\/([\w.-]+\+)?json\b/i.test(type)) return { ok: true, body: text }
  try {
    return { ok: true, body: JSON.parse(text) }
  } catch {
    return { ok: false, body: text }
  }
}

/** Names in lower case, so that one that is given replaces ours however it is written. */
function merged(...all: readonly (ApiHeaders | undefined)[]): Record<string, string> {
  const lines = all.flatMap((headers) => Object.entries(headers ?? {}))
  return Object.fromEntries(lines.map(([name, value]) => [name.toLowerCase(), value]))
}
