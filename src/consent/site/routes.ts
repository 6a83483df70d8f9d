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
): ReadonlyMap<string, (exchange: Exchange) => MaybePromise<Reply>> {
  return new Map(
    [...ROUTES].map(([path, route]) => [path, (exchange) => answered(site, route, exchange)]),
  )
}

function answered(site: ConsentSite, route: Route, exchange: Exchange): MaybePromise<Reply> {
  if (!route.methods.includes(exchange.method)) {
    const error = new HallpassError('method_not_allowed', `Use ${route.methods.join(' or ')}`)
    return failure(error, [['allow', route.methods.join(', ')]])
  }
  try {
    const reply = route.answer(site, exchange)
    return reply instanceof Promise ? reply.catch((error) => refused(site, error)) : reply
  } catch (error) {
    return refused(site, error)
  }
}

/** @throws what is no fault of ours */
function refused({ complaints, ports }: ConsentSite, error: unknown): Reply {
  if (!isHallpassError(error)) throw error
  const detail = error.message
  if (error.status >= 500) complaints.warn(`failed: ${error.code}`, { detail })
  else ports.logger.info(`refused: ${error.code}`, { detail })
  return failure(error)
}
