/**
 * Requests over the network. Not by the global `fetch`, which adds headers of its own
 * (`sec-fetch-mode`, `accept-language`): what an app answers must not depend on how it is tested.
 */
import { type ClientRequest, request as http, type IncomingMessage } from 'node:http'
import { request as https } from 'node:https'
import { HallpassError } from '../errors.ts'
import { isLocalhostName } from '../http/loopback.ts'
import { type Outgoing, responseOf, type Send } from './sending.ts'

/** Milliseconds that an answer may take. */
const PATIENCE_MS = 30_000
/** Bytes that an answer may have. */
const MAX_BYTES = 64 * 1024 * 1024

/**
 * Sends to the service at an address; its path is put before that of each request.
 *
 * @throws `invalid_config` for what is no address of http or https
 */
export function sendToUrl(base: string | URL): Send {
  const url = URL.parse(base)
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new HallpassError('invalid_config', 'target: must begin with http:// or https://')
  }
  const start = url.origin + url.pathname.replace(/\/$/, '')
  return async (outgoing) => {
    try {
      const message = await answerTo(new URL(start + outgoing.path), outgoing)
      return responseOf(message.statusCode ?? 0, message.headersDistinct, await bodyOf(message))
    } catch (error) {
      const { method, path } = outgoing
      const why = error instanceof Error ? error.message : String(error)
      throw new Error(`${method} ${path}: no answer from ${url.host}: ${why}`, { cause: error })
    }
  }
}

function answerTo(url: URL, { method, headers, body }: Outgoing): Promise<IncomingMessage> {
  const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }
  const options = {
    method,
    headers: { host: url.host, ...length, ...headers },
    // A connection each: none is left over when the test ends.
    agent: false,
    // These names are this machine, whether its resolver knows them or not (RFC 6761).
    ...(isLocalhostName(url.hostname) && { hostname: '127.0.0.1' }),
  } as const
  return new Promise((resolve, reject) => {
    const send = url.protocol === 'https:' ? https : http
    const request: ClientRequest = send(url, options, resolve)
    request.setTimeout(PATIENCE_MS, () => {
      request.destroy(new Error(`no answer came within ${PATIENCE_MS / 1000} s`))
    })
    request.on('error', reject).end(body)
  })
}

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of message) {
    size += chunk.length
    if (size > MAX_BYTES) throw new Error(`the answer has more than ${MAX_BYTES} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
