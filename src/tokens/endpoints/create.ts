/** The endpoints of tokens, to be mounted in any framework. */
import { HallpassError, isHallpassError } from '../../errors.ts'
import type { Exchange, Reply } from '../../http/exchange.ts'
import { answerRoute, type RouteSet } from '../../http/route-set.ts'
import type { RefreshSession } from '../refresh/types.ts'
import type { StandardSchema } from '../standard-schema.ts'
import type { VerifiedToken } from '../verifier.ts'
import { Context } from './context.ts'
import { checkedPaths, type TokenEndpointsOptions } from './options.ts'
import { type Refusing, refuse } from './refuse.ts'
import { type Route, routesAt } from './routes.ts'
import { sessionOver } from './subject.ts'

/** Endpoints to mount, and what else an app does with the sessions behind them. */
export interface TokenEndpoints extends RouteSet {
  /**
   * A token of a session, as the endpoints give it: its claims are what `claims` makes of it.
   *
   * @throws HallpassError `token_invalid` when `claims` says that the session is over;
   * `hook_failed`, `invalid_config`, `claims_invalid`
   */
  issue(session: RefreshSession): Promise<string>
  /**
   * True while the session of a token goes on: for routes that a token must not open once its
   * session has ended. It asks the store at each request.
   *
   * @throws HallpassError `token_invalid` when it is over, `store_unavailable`
   * @example
   * const strict = tokenRequired(tokens, { check: endpoints.checkSession })
   */
  readonly checkSession: (token: VerifiedToken<unknown>) => Promise<boolean>
}

/**
 * The endpoints of a service whose clients have tokens: `POST /login`, `POST /renew`,
 * `POST /logout`, `GET` and `DELETE /sessions`, `DELETE /sessions/:id`.
 *
 * @throws HallpassError `invalid_config` with an issue for each fault
 * @example
 * const endpoints = tokenEndpoints({ tokens, refreshTokens, store, authenticate, claims })
 * app.use(mount(endpoints))
 */
export function tokenEndpoints<Schema extends StandardSchema>(
  options: TokenEndpointsOptions<Schema>,
): TokenEndpoints {
  const routeAt = routesAt(checkedPaths(options))
  const context = new Context(options)
  const refusing: Refusing = { logger: context.logger, errors: options.errors ?? 'problem' }
  return {
    [answerRoute](exchange) {
      const route = routeAt(exchange.url.split('?', 1)[0] ?? '')
      // A browser's question whether it may send JSON is for the app's CORS to answer.
      if (route === undefined || exchange.method === 'OPTIONS') return undefined
      return answer(context, refusing, exchange, route)
    },
    async issue(session) {
      const token = await context.issue(session)
      if (token === undefined) throw sessionOver()
      return token
    },
    checkSession: async (token) => (await context.sessionOf(token)) !== undefined,
  }
}

async function answer(
  context: Context,
  refusing: Refusing,
  exchange: Exchange,
  { handlers, id }: Route,
): Promise<Reply> {
  const client = context.address(exchange)
  const handler = Object.hasOwn(handlers, exchange.method) ? handlers[exchange.method] : undefined
  if (handler === undefined) {
    const allowed = Object.keys(handlers).join(', ')
    const error = new HallpassError('method_not_allowed', `This address takes ${allowed}.`)
    return refuse(refusing, error, client, [['allow', allowed]])
  }
  try {
    context.limits.request(client)
    return await handler(context, exchange, id)
  } catch (error) {
    if (!isHallpassError(error)) throw error
    return refuse(refusing, error, client)
  }
}
