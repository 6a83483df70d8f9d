/** One HTTP call at a time: bounded in time and size, never following a redirect, TLS looked at. */
import { type IncomingMessage, type RequestOptions, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { TLSSocket } from 'node:tls'
import { isLocalhostName } from '../../http/loopback.ts'
import { type WireFault, wireFault } from './wire-fault.ts'

/** Bytes of a body that are read. */
const MAX_BODY = 1_048_576

/** Bytes of an answer's headers that are read: more than any proxy passes. */
const MAX_HEADERS = 131_072

/** What a call sends. */
export interface Call {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** What came back. */
export interface Answer {
  readonly url: URL
  readonly status: number
  header(name: string): string | undefined
  /** The `Set-Cookie` lines. */
  readonly cookies: readonly string[]
  readonly body: string
  /** The body is longer than what is kept of it. */
  readonly isCut: boolean
  /** When the server's certificate ends, in seconds since the epoch; undefined for http. */
  readonly certificateEnds: number | undefined
  /** Characters of all header lines together. */
  readonly headBytes: number
  /** Our clock in seconds, half-way between question and answer. */
  readonly at: number
}

/** How calls are made. */
export interface WireOptions {
  /** Milliseconds that a call has, body included. */
  readonly timeoutMs: number
  /** Ends every call that is under way. */
  readonly deadline: AbortSignal
  /** False takes any certificate; default true. */
  readonly verify?: boolean
}

/** Makes the calls of the checks. */
export class Wire {
  readonly #options: WireOptions

  constructor(options: WireOptions) {
    this.#options = options
  }

  /** The same with any certificate. */
  get unverified(): Wire {
    return new Wire({ ...this.#options, verify: false })
  }

  /** @throws WireFault when there is no answer */
  async call(address: string | URL, call: Call = {}): Promise<Answer> {
    const url = new URL(address)
    const { timeoutMs, deadline, verify = true } = this.#options
    const signal = AbortSignal.any([AbortSignal.timeout(timeoutMs), deadline])
    const isSecure = url.protocol === 'https:'
    const options: RequestOptions & { rejectUnauthorized?: boolean } = {
      method: call.method ?? 'GET',
      headers: headersOf(call),
      signal,
      agent: false,
      maxHeaderSize: MAX_HEADERS,
      ...(isSecure && !verify && { rejectUnauthorized: false }),
      ...(isLocalhostName(url.hostname) && { lookup: thisMachine }),
    }
    const began = Date.now()
    try {
      signal.throwIfAborted()
      const message = await new Promise<IncomingMessage>((resolve, reject) => {
        const send = isSecure ? requestHttps : requestHttp
        send(url, options, resolve).on('error', reject).end(call.body)
      })
      const at = (began + Date.now()) / 2000
      const certificateEnds = endOf(message)
      return { ...facts(url, message), ...(await bodyOf(message)), at, certificateEnds }
    } catch (error) {
      throw this.#faultOf(error, url, signal)
    }
  }

  #faultOf(error: unknown, url: URL, signal: AbortSignal): WireFault {
    return wireFault(error, url.host, signal.aborted)
  }
}

function headersOf({ headers, body }: Call): Record<string, string> {
  return {
    accept: '*/*',
    'user-agent': 'hallpass-doctor',
    ...headers,
    ...(body !== undefined && { 'content-length': String(Buffer.byteLength(body)) }),
  }
}

function facts(
  url: URL,
  message: IncomingMessage,
): Pick<Answer, 'url' | 'status' | 'header' | 'cookies' | 'headBytes'> {
  const { headers, headersDistinct, rawHeaders } = message
  return {
    url,
    status: message.statusCode ?? 0,
    header: (name) => headersDistinct[name]?.join(', '),
    cookies: headers['set-cookie'] ?? [],
    // With the colon, the space and the line break of each.
    headBytes: rawHeaders.reduce((sum, text) => sum + text.length + 2, 0),
  }
}

function endOf({ socket }: IncomingMessage): number | undefined {
  if (!(socket instanceof TLSSocket)) return undefined
  const ends = Date.parse(socket.getPeerCertificate().valid_to ?? '')
  return Number.isNaN(ends) ? undefined : ends / 1000
}

async function bodyOf(message: IncomingMessage): Promise<Pick<Answer, 'body' | 'isCut'>> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of message) {
    chunks.push(chunk)
    size += chunk.length
    // Leaving the loop destroys the connection.
    if (size > MAX_BODY) break
  }
  return { body: Buffer.concat(chunks).toString('utf8', 0, MAX_BODY), isCut: size > MAX_BODY }
}

/** `*.localhost` is this machine (RFC 6761), which the system's resolver often does not know. */
const thisMachine: LookupFunction = (_hostname, { all, family }, callback) => {
  const addresses = [
    { address: '127.0.0.1', family: 4 },
    { address: '::1', family: 6 },
  ]
  const wanted = family === 6 ? '::1' : '127.0.0.1'
  if (all === true) callback(null, addresses)
  else callback(null, wanted, isIP(wanted))
}
