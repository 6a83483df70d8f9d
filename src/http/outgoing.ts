/** Requests to other servers, where the resolver of the machine does not know `*.localhost`. */
import type { IncomingMessage } from 'node:http'
import type { RequestOptions as HttpsRequestOptions } from 'node:https'
import type { LookupFunction } from 'node:net'
import { isLocalhostName } from './loopback.ts'

/** The largest answer that is read from a `*.localhost` server, in bytes. */
const MAX_RESPONSE_BYTES = 1024 * 1024
/** Statuses that have no body: `new Response` refuses one for them. */
const NO_BODY = new Set([204, 205, 304])

/**
 * `fetch`, for `*.localhost` hosts too: RFC 6761 says they are this machine, but Node asks the
 * system's resolver, which often does not know them. Requests to those go to 127.0.0.1, then
 * ::1; method, headers, a text or form body and `signal` are honoured, a redirect is returned
 * and never followed, and an answer above 1 MiB is refused. All others go to `base` unchanged.
 *
 * @param base - Default: the global `fetch`, as it is at the time of each request.
 * @throws TypeError as `fetch` does when the server cannot be reached; the signal's reason when
 * aborted.
 * @example
 * const fetch = portableFetch()
 * await fetch('http://login.shop.localhost:3000/.well-known/openid-configuration')
 */
export function portableFetch(base?: typeof fetch): typeof fetch {
  return async (input, init) => {
    const href = input instanceof Request ? input.url : String(input)
    if (!isLocalhostName(URL.parse(href)?.hostname ?? '')) {
      return base ? base(input, init) : globalThis.fetch(input, init)
    }
    return nodeFetch(new Request(input, init), { lookup })
  }
}

/**
 * `fetch` whose https takes any certificate, for this one program's calls through it and no others:
 * Node's own `fetch` can only be told so for the whole process. As `portableFetch` for
 * `*.localhost`: no redirect is followed, an answer above 1 MiB is refused.
 *
 * @throws TypeError as `fetch` does when the server cannot be reached
 */
export function unverifiedFetch(): typeof fetch {
  return (input, init) => {
    const request = new Request(input, init)
    const isLocal = isLocalhostName(new URL(request.url).hostname)
    return nodeFetch(request, { rejectUnauthorized: false, ...(isLocal && { lookup }) })
  }
}

async function nodeFetch(request: Request, more: HttpsRequestOptions): Promise<Response> {
  request.signal.throwIfAborted()
  const body = request.body === null ? undefined : Buffer.from(await request.arrayBuffer())
  const url = new URL(request.url)
  const client = url.protocol === 'https:' ? await import('node:https') : await import('node:http')
  const headers = Object.fromEntries(request.headers)
  if (body !== undefined) headers['content-length'] = String(body.byteLength)
  const { method, signal } = request
  const options: HttpsRequestOptions = { method, headers, signal, agent: false, ...more }
  try {
    const message = await new Promise<IncomingMessage>((resolve, reject) => {
      client.request(url, options, resolve).on('error', reject).end(body)
    })
    return await toResponse(message)
  } catch (error) {
    request.signal.throwIfAborted()
    throw new TypeError('fetch failed', { cause: error })
  }
}

/** Always this machine, IPv4 first. */
const lookup: LookupFunction = (_hostname, options, callback) => {
  if (options.all === true) {
    callback(null, [
      { address: '127.0.0.1', family: 4 },
      { address: '::1', family: 6 },
    ])
  } else if (options.family === 6) callback(null, '::1', 6)
  else callback(null, '127.0.0.1', 4)
}

async function toResponse(message: IncomingMessage): Promise<Response> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of message) {
    size += chunk.length
    if (size > MAX_RESPONSE_BYTES) {
      message.destroy()
      throw new RangeError(`the answer is larger than ${MAX_RESPONSE_BYTES} bytes`)
    }
    chunks.push(chunk)
  }
  const status = message.statusCode ?? 502
  const headers = new Headers()
  for (const [name, values] of Object.entries(message.headersDistinct)) {
    for (const value of values ?? []) headers.append(name, value)
  }
  return new Response(NO_BODY.has(status) ? null : Buffer.concat(chunks), { status, headers })
}
