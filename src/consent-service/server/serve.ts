/** `serve`: the service as a server of its own, with time limits and a graceful stop. */
import { createServer, type Server } from 'node:http'
import { Connections } from '../../serve/connections.ts'
import { listening, urlOf } from '../../serve/listening.ts'
import { serveMetrics } from '../../serve/metrics-server.ts'
import { serverLimits } from '../../serve/server-limits.ts'
import type { ConsentService } from '../create.ts'

/** Where the server listens. */
export interface ServeOptions {
  /** 0 takes any that is free. */
  readonly port: number
  /** Default: all interfaces. */
  readonly host?: string
  /** Where `/metrics` is answered, for Prometheus; never to the public. Default: nowhere. */
  readonly metrics?:
    | {
        /** 0 takes any that is free. */
        readonly port: number
        /** Default: 127.0.0.1. */
        readonly host?: string
      }
    | undefined
}

/** A server that listens. */
export interface Serving {
  /** `http://127.0.0.1:8700`: of this machine, whatever the public address is. */
  readonly url: string
  /** `http://127.0.0.1:9464/metrics`; undefined unless it was asked for. */
  readonly metricsUrl: string | undefined
  /**
   * Takes no more connections, lets the requests that came finish, for 10 seconds at most, and
   * closes the service and its store. Nothing that was acknowledged is lost.
   */
  close(): Promise<void>
}

const CLIENT_SECONDS = { head: 5, request: 10 }
/** Seconds that a stop waits for requests. */
const STOP_SECONDS = 10

/**
 * Serves a consent service over http; https is the business of the proxy before it. Requests
 * that take longer than 10 seconds to arrive get 408.
 *
 * @throws Error with the `code` of the system when the port cannot be had: `EADDRINUSE`
 * @example
 * const { url, close } = await serve(service, { port: 8700, host: '127.0.0.1' })
 * process.once('SIGTERM', () => void close())
 */
export async function serve(service: ConsentService, options: ServeOptions): Promise<Serving> {
  const connections = new Connections()
  const server = createServer(serverLimits(CLIENT_SECONDS), connections.watched(service.listener))
  connections.follow(server)
  await listening(server, options)
  const metrics = await metricsOf(service, options).catch((error: unknown) => {
    server.close()
    throw error
  })
  let closed: Promise<void> | undefined
  const stop = async () => {
    await connections.stop(server, STOP_SECONDS)
    metrics?.close()
    metrics?.closeAllConnections()
    await service.close()
  }
  return {
    url: urlOf(server),
    metricsUrl: metrics && `${urlOf(metrics)}/metrics`,
    close() {
      closed ??= stop()
      return closed
    },
  }
}

async function metricsOf(
  service: ConsentService,
  { metrics }: ServeOptions,
): Promise<Server | undefined> {
  return metrics && serveMetrics(() => service.metrics(), metrics)
}
