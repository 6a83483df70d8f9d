/** Tells an observer of a request when its answer is out. */
import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Decision } from '../http/exchange.ts'
import type { Visitor } from '../pass/types.ts'
import type { ProxyExchange } from './exchange.ts'
import type { Observer, Trail } from './observer.ts'

/** A request that is observed. */
export interface Watched {
  readonly exchange: ProxyExchange
  /** What closes when the answer is out. */
  readonly until: ServerResponse | Socket
  readonly trail: Trail
  readonly client: string | undefined
  readonly statusOf: () => number
}

/** Begins; gives what takes the decision about the request. */
export function observed(
  observer: Observer | undefined,
  { exchange, until, trail, client, statusOf }: Watched,
): (decision: Decision<Visitor>) => void {
  if (observer === undefined) return () => {}
  const started = performance.now()
  let user: string | undefined
  until.once('close', () => {
    const { method, url } = exchange
    const status = statusOf()
    const seconds = (performance.now() - started) / 1000
    observer.ended({ ...trail, method, url, status, seconds, user: user ?? trail.user, client })
  })
  return (decision) => {
    user = decision.visitor?.user?.sub
  }
}
