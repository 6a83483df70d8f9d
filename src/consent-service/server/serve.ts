/** `serve`: the service as a server of its own, with time limits and a graceful stop. */
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { ConsentService } from '../create.ts'

/** Where the server listens. */
export interface ServeOptions {
  /** 0 takes any that is free. */
  readonly port: number
  /** Default: all interfaces. */
  readonly host?: string
}

/** A server that listens. */
export interface Serving {
  /** `http://127.0.0.1:8700`: of this machine, whatever the public address is. */
  readonly url: string
  /**
   * Takes no more connections, lets the requests that came finish, for 10 seconds at most, and
   * closes the service and its store. Nothing that was acknowledged is lost.
   */
  close(): Promise<void>
}

/** Seconds that a client may take to send its headers, and the whole request. */
const HEADERS_SECONDS = 10
const REQUEST_SECONDS = 15
/** Longer than balancers keep an idle connection (60 s mostly), so that they close it first. */
const KEEP_ALIVE_SECONDS = 65
/** Seconds that a stop waits for requests. */
const STOP_SECONDS = 10

/**
 * Serves a consent service over http; https is the business of the proxy before it. Requests
 * that take longer than 15 seconds to arrive get 408.
 *
 * @throws Error with the `code` of the system when the port cannot be had: `EADDRINUSE`
 * @example
 * const { url, close } = await serve(service, { port: 8700, host: '127.0.0.1' })
 * process.once('SIGTERM', () => void close())
 */
export async function serve(service: ConsentService, options: ServeOptions): Promise<Serving> {
  const stop = { begun: false }
  const server = createServer(
    {
      headersTimeout: HEADERS_SECONDS * 1000,
      requestTimeout: REQUEST_SECONDS * 1000,
      connectionsCheckingInterval: 1000,
      keepAliveTimeout: KEEP_ALIVE_SECONDS * 1000,
      maxHeaderSize: 32_768,
    },
    closing(service.listener, stop),
  )
  await listening(server, options)
  let closed: Promise<void> | undefined
  return {
    url: urlOf(server.address() as AddressInfo),
    close() {
      stop.begun = true
      closed ??= closeServer(server).then(() => service.close())
      return closed
    },
  }
}

/** Once the stop has begun, an answer is the last one on its connection. */
function closing(listener: RequestListener, stop: { readonly begun: boolean }): RequestListener {
  return (request, response) => {
    response.once('close', () => {
      if (stop.begun) request.socket.destroySoon()
    })
    if (stop.begun) response.setHeader('connection', 'close')
    listener(request, response)
  }
}

function listening(server: Server, { port, host }: ServeOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ port, host }, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

async function closeServer(server: Server): Promise<void> {
  const late = setTimeout(() => server.closeAllConnections(), STOP_SECONDS * 1000)
  await new Promise<void>((resolve) => server.close(() => resolve()))
  clearTimeout(late)
}

function urlOf({ address, family, port }: AddressInfo): string {
  const everywhere = address === '::' || address === '0.0.0.0'
  const host = everywhere ? '127.0.0.1' : family === 'IPv6' ? `[${address}]` : address
  return `http://${host}:${port}`
}
