/** `/_status/check`: whether the server is of use, for balancers and containers. Never guarded. */
import type { Reply } from '../../http/exchange.ts'

/** The path. An app behind the server is not asked for it. */
export const STATUS_PATH = '/_status/check'

/** How many upstreams answer, of how many. */
export interface Answering {
  readonly up: number
  readonly all: number
}

/**
 * 200 while there is an upstream that answers, or none to ask; else 503. Their addresses are
 * nobody's business here.
 *
 * @param method - Upper case.
 */
export function statusReply(method: string, { up, all }: Answering): Reply {
  const headers = [
    ['content-type', 'application/json'],
    ['cache-control', 'no-store'],
    ['x-content-type-options', 'nosniff'],
  ] as const
  if (method !== 'GET' && method !== 'HEAD') {
    return { status: 405, headers: [...headers, ['allow', 'GET, HEAD']], body: '{}' }
  }
  if (all === 0) return { status: 200, headers, body: JSON.stringify({ status: 'ok' }) }
  const status = up === all ? 'ok' : up > 0 ? 'degraded' : 'down'
  const body = JSON.stringify({ status, upstreams: { up, all } })
  return { status: up > 0 ? 200 : 503, headers, body }
}
