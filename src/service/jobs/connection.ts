/** How queues and workers are connected. */

/** Seconds between two tries to connect grow up to this. */
const MAX_PAUSE = 2

/** Options of an ioredis client, as far as they are ours. */
export interface Connection {
  readonly url: string
  readonly maxRetriesPerRequest: number | null
  readonly enableOfflineQueue: boolean
  retryStrategy(times: number): number
}

const retryStrategy = (times: number): number => Math.min(times * 100, MAX_PAUSE * 1000)

/** Of a queue: what cannot be sent now is refused, and not kept and sent at some later time. */
export function impatient(url: string): Connection {
  return { url, maxRetriesPerRequest: 0, enableOfflineQueue: false, retryStrategy }
}

/** Of a worker: what it has to say waits until Redis is back. */
export function patient(url: string): Connection {
  return { url, maxRetriesPerRequest: null, enableOfflineQueue: true, retryStrategy }
}
