/**
 * `GET /metrics`, on a port of its own: behind a proxy nobody can tell by a request whether it
 * comes from the public, so the port that the proxy knows has no such path.
 */
import type { RequestListener } from 'node:http'
import type { MaybePromise } from '../http/exchange.ts'
import { PROMETHEUS_TYPE } from './prometheus.ts'

/**
 * A listener of node:http that answers `/metrics`, and nothing else.
 *
 * @param metrics - The text, in Prometheus' format; it does not reject.
 */
export function metricsListener(metrics: () => MaybePromise<string>): RequestListener {
  return (request, response) => {
    response.on('error', () => {})
    const isRead = request.method === 'GET' || request.method === 'HEAD'
    if (!isRead || request.url !== '/metrics') {
      response.writeHead(404, { 'cache-control': 'no-store' }).end()
      return
    }
    void Promise.resolve(metrics()).then((text) => {
      response.writeHead(200, { 'content-type': PROMETHEUS_TYPE, 'cache-control': 'no-store' })
      response.end(text)
    })
  }
}
