/** The server of the metrics: on a port of its own, which the public does not reach. */
import { createServer, type Server } from 'node:http'
import type { MaybePromise } from '../http/exchange.ts'
import { type Address, listening } from './listening.ts'
import { metricsListener } from './metrics-listener.ts'
import { serverLimits } from './server-limits.ts'

/** Seconds that whoever collects the metrics may take to ask. */
const CLIENT_SECONDS = { head: 5, request: 10 }

/**
 * Answers `/metrics` at an address; default the host 127.0.0.1.
 *
 * @param metrics - The text, in Prometheus' format; it does not reject.
 * @throws Error with the `code` of the system when the port cannot be had
 */
export async function serveMetrics(
  metrics: () => MaybePromise<string>,
  { port, host = '127.0.0.1' }: Address,
): Promise<Server> {
  const server = createServer(serverLimits(CLIENT_SECONDS), metricsListener(metrics))
  await listening(server, { port, host })
  return server
}
