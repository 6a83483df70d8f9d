/** Which path is answered by which consent route. The paths are those of the wire. */
import { HallpassError, isHallpassError } from '../../errors.ts'
import type { Exchange, MaybePromise, Reply } from '../../http/exchange.ts'
import { callbackRoute } from './callback.ts'
import { initRoute } from './init.ts'
import { getPreferencesRoute, setPreferencesRoute } from './preferences.ts'
import { failure } from './replies.ts'
import { scriptRoute } from './script.ts'
import type { ConsentSite } from './site.ts'

interface Route {
  readonly methods: readonly string[]
  readonly answer: (site: ConsentSite, exchange: Exchange) => MaybePromise<Reply>
}

const ROUTES: ReadonlyMap<string, Route> = new Map<string, Route>([
  ['/_cookies/init', { methods: ['GET'], answer: initRoute }],
  ['/_cookies/callback', { methods: ['GET'], answer: callbackRoute }],
  ['/_cookies/get-preferences', { methods: ['GET'], answer: getPreferencesRoute }],
  ['/_cookies/set-preferences', { methods: ['POST'], answer: setPreferencesRoute }],
  ['/_choices/ask.js', { methods: ['GET', 'HEAD'], answer: scriptRoute }],
])

/** The paths that a site with consent answers itself. */
export const CONSENT_PATHS: ReadonlySet<string> = new Set(ROUTES.keys())

/** The consent routes by path. Their errors are answered, whatever the rest of the app does. */
export function consentRoutes(
  site: ConsentSite,
): ReadonlyMap<string, (exchange: Exchange) => Promise<Reply>> {
  return new Map(
    [...ROUTES].map(([path, route]) => [path, (exchange) => answered(site, route, exchange)]),
  )
}

async function answered(site: ConsentSite, route: Route, exchange: Exchange): Promise<Reply> {
  try {
    if (!route.methods.includes(exchange.method)) {
      const error = new HallpassError('method_not_allowed', `Use ${route.methods.join(' or ')}`)
      return failure(error, [['allow', route.methods.join(', ')]])
    }
    return await route.answer(site, exchange)
  } catch (error) {
    if (!isHallpassError(error)) throw error
    const detail = error.message
    if (error.status >= 500) site.complaints.warn(`failed: ${error.code}`, { detail })
    else site.ports.logger.info(`refused: ${error.code}`, { detail })
    return failure(error)
  }
}
