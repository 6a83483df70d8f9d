/** Which path is answered by which route. */
import { isHallpassError } from '../../errors.ts'
import type { Exchange, MaybePromise, Reply } from '../../http/exchange.ts'
import type { Core } from '../core.ts'
import { callbackRoute } from './callback.ts'
import { loginRoute } from './login.ts'
import { loggedOutRoute, logoutRoute } from './logout.ts'
import { backchannelRoute, frontchannelRoute } from './provider-logout.ts'
import { refuse } from './refuse.ts'
import { refreshRoute, sessionRoute } from './session.ts'
import { callbackPath } from './shared.ts'

type Route = (core: Core, exchange: Exchange) => MaybePromise<Reply>

/** The auth routes by path. Their errors are answered, whatever the rest of the app does. */
export function routeTable(
  core: Core,
): ReadonlyMap<string, (exchange: Exchange) => Promise<Reply>> {
  const { routes } = core
  const table: [path: string, route: Route][] = [
    [routes.login, loginRoute],
    [routes.refresh, refreshRoute],
    [routes.logout, logoutRoute],
    [routes.loggedOut, loggedOutRoute],
    [routes.session, sessionRoute],
    [routes.backchannelLogout, backchannelRoute],
    [routes.frontchannelLogout, frontchannelRoute],
  ]
  for (const name of core.providers.keys()) table.push([callbackPath(core, name), callbackRoute])
  return new Map(
    table.map(([path, route]) => [path, (exchange: Exchange) => answered(core, route, exchange)]),
  )
}

async function answered(core: Core, route: Route, exchange: Exchange): Promise<Reply> {
  try {
    return await route(core, exchange)
  } catch (error) {
    if (isHallpassError(error)) return await refuse(core, exchange, error)
    throw error
  }
}
