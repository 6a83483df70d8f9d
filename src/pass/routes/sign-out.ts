/**
 * `routes.logout` and `routes.loggedOut` as one path: it ends the session, takes the browser back
 * from the provider, and then shows the app's own page at that path.
 */
import type { Exchange, MaybePromise, Reply } from '../../http/exchange.ts'
import type { Core } from '../core.ts'
import { loggedOutRoute, logoutRoute } from './logout.ts'
import { pathOf, queryOf, signsOutAndBack } from './shared.ts'

/** The one route of both. The provider comes back with the `state` that the logout gave it. */
export function signOutRoute(core: Core, exchange: Exchange): MaybePromise<Reply> {
  return isReturn(exchange) ? loggedOutRoute(core, exchange) : logoutRoute(core, exchange)
}

/** Whether the app may answer, should the visitor be signed out. */
export function isSignOutPage(core: Core, exchange: Exchange): boolean {
  const { method, url } = exchange
  if (!signsOutAndBack(core.routes) || pathOf(url) !== core.routes.logout) return false
  return (method === 'GET' || method === 'HEAD') && !isReturn(exchange)
}

function isReturn(exchange: Exchange): boolean {
  return exchange.method === 'GET' && queryOf(exchange).has('state')
}
