/** Which path is answered by which route. */
import { HallpassError, isHallpassError } from '../../errors.ts'
import type { Exchange, MaybePromise, Reply } from '../../http/exchange.ts'
import type { Core } from '../core.ts'
import { callbackRoute } from './callback.ts'
import { loginRoute } from './login.ts'
import { loggedOutRoute, logoutRoute } from './logout.ts'
import { backchannelRoute, frontchannelRoute } from './provider-logout.ts'
import { refuse } from './refuse.ts'
import { refreshRoute, sessionRoute } from './session.ts'
import { callbackPaths, signsOutAndBack } from './shared.ts'
import { signInRoute } from './sign-in.ts'
import { signOutRoute } from './sign-out.ts'

interface Route {
  readonly methods: readonly string[]
  readonly answer: (core: Core, exchange: Exchange) => MaybePromise<Reply>
}

/** The auth routes by path. Their errors are answered, whatever the rest of the app does. */
export function routeTable(
  core: Core,
): ReadonlyMap<string, (exchange: Exchange) => Promise<Reply>> {
  const { routes } = core
  const table: [path: string, route: Route][] = [
    [routes.session, { methods: ['GET', 'HEAD'], answer: sessionRoute }],
  ]
  if (core.providers.size > 0) {
    if (core.options.signInPage) {
      table.push([routes.signIn, { methods: ['GET'], answer: signInRoute }])
    }
    table.push(
      [routes.login, { methods: ['GET'], answer: loginRoute }],
      [routes.refresh, { methods: ['POST'], answer: refreshRoute }],
      [routes.loggedOut, { methods: ['GET'], answer: loggedOutRoute }],
      [routes.backchannelLogout, { methods: ['POST'], answer: backchannelRoute }],
      [routes.frontchannelLogout, { methods: ['GET'], answer: frontchannelRoute }],
    )
  }
  // After `loggedOut`: where both are one path, this one is there.
  const signOut = signsOutAndBack(routes) ? signOutRoute : logoutRoute
  table.push([routes.logout, { methods: ['GET', 'POST'], answer: signOut }])
  for (const path of [...core.providers.values()].flatMap((one) => callbackPaths(core, one))) {
    // A provider answers with a redirect, or with a form that posts itself.
    table.push([path, { methods: ['GET', 'POST'], answer: callbackRoute }])
  }
  return new Map(
    table.map(([path, route]) => [path, (exchange: Exchange) => answered(core, route, exchange)]),
  )
}

async function answered(core: Core, route: Route, exchange: Exchange): Promise<Reply> {
  try {
    if (!route.methods.includes(exchange.method)) {
      const error = new HallpassError('method_not_allowed', `Use ${route.methods.join(' or ')}`)
      return await refuse(core, exchange, error, { headers: [['allow', route.methods.join(', ')]] })
    }
    return await route.answer(core, exchange)
  } catch (error) {
    if (isHallpassError(error)) return await refuse(core, exchange, error)
    throw error
  }
}
