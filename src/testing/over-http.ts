/**
 * Requests over the network. Not by the global `fetch`, which adds headers of its own
 * (`sec-fetch-mode`, `accept-language`): what an app answers must not depend on how it is tested.
 */
import { request as http, type IncomingMessage } from 'node:http'
import { request as https } from 'node:https'
import { HallpassError } from '../errors.ts'
import { isLocalhostName } from '../http/loopback.ts'
import { type Outgoing, responseOf, type Send } from './sending.ts'

/** Seconds that an answer may take, to its end. */
const PATIENCE = 30
/** Bytes that an answer may have. */
const MAX_BYTES = 64 * 1024 * 1024

/**
 * Sends to the service at an address; its path is put before that of each request.
 *
 * @param patience - seconds that an answer may take, to its end
 * @throws `invalid_config` for what is no address of http or https
 */
export function sendToUrl(base: string | URL, patience: number = PATIENCE): Send {
  const url = URL.parse(base)
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new HallpassError('invalid_config', 'target: must begin with http:// or https://')
  }
  const start = url.origin + url.pathname.replace(/\/$/, '')
  return async (outgoing) => {
    const signal = AbortSignal.timeout(patience * 1000)
    try {
      const message = await answerTo(new URL(start + outgoing.path), outgoing, signal)
      return responseOf(message.statusCode ?? 0, message.headersDistinct, await bodyOf(message))
    } catch (error) {
      const { method, path } = outgoing
      const said = error instanceof Error ? error.message : String(error)
      const why = signal.aborted ? `it was not there after ${patience} s` : said
      throw new Error(`${method} ${path}: no answer from ${url.host}: ${why}`, { cause: error })
    }
  }
}

function answerTo(
  url: URL,
  { method, headers, body }: Outgoing,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }
  const options = {
    method,
    headers: { host: url.host, ...length, ...headers },
    signal,
    // A connection each: none is left over when the test ends.
    agent: false,
    // These names are this machine, whether its resolver knows them or not (RFC 6761).
    ...(isLocalhostName(url.hostname) && { hostname: '127.0.0.1' }),
  } as const
  return new Promise((resolve, reject) => {
    const send = url.protocol === 'https:' ? https : http
    send(url, options, resolve).on('error', reject).end(body)
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
