/** What a server of ours takes from clients, whatever stands behind it. */
import type { ServerOptions } from 'node:http'

/** Longer than balancers keep an idle connection (60 s mostly), so that they close it first. */
const KEEP_ALIVE_SECONDS = 65

/** Seconds that a client may take. */
export interface ClientTimes {
  /** To send the head of a request. */
  readonly head: number
  /** To send all of a request; 0: as long as it takes. */
  readonly request: number
}

/** The options of node:http that hold clients to them. */
export function serverLimits({ head, request }: ClientTimes): ServerOptions {
  return {
    headersTimeout: head * 1000,
    requestTimeout: request * 1000,
    connectionsCheckingInterval: 1000,
    keepAliveTimeout: KEEP_ALIVE_SECONDS * 1000,
    maxHeaderSize: 32_768,
  }
}
