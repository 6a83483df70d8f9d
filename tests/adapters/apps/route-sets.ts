/** Two sets of routes that every test app mounts beside its login: one answers at once, one reads a body. */
import type { Exchange, Reply } from '../../../src/http/exchange.ts'
import { answerRoute, type RouteSet } from '../../../src/http/route-set.ts'

export const ping: RouteSet = {
  [answerRoute]: (exchange) =>
    exchange.url.split('?')[0] === '/ping' ? text(200, 'pong') : undefined,
}

export const echo: RouteSet = {
  [answerRoute]: async (exchange: Exchange) => {
    if (exchange.url !== '/echo') return undefined
    return text(201, (await exchange.body?.(1000)) ?? '')
  },
}

function text(status: number, body: string): Reply {
  const headers = [
    ['content-type', 'text/plain'],
    ['set-cookie', 'a=1'],
    ['set-cookie', 'b=2'],
  ] as const
  return { status, headers, body }
}
