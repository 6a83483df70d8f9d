/** Which route answers a request. */
import type { Exchange } from '../http/exchange.ts'
import { isPreferencesUrl, preferencesRoute } from './api/preferences.ts'
import { sessionRoute } from './api/session.ts'
import { statusRoute } from './api/status.ts'
import { tokenRoute } from './api/token.ts'
import type { Core, Route } from './core.ts'
import { pageRoutes } from './pages/routes.ts'
import { readVisitor } from './visitor-cookie.ts'

const API: ReadonlyMap<string, Route> = new Map([
  ['/api/v1/cookies/session', sessionRoute],
  ['/api/v1/token', tokenRoute],
  ['/_status/check', statusRoute],
])

const SIGN_IN = '/dashboard/sign-in'
const CHOICES = '/choices'

const PAGES: ReadonlyMap<string, Route> = new Map(
  [...pageRoutes].map(([path, { methods, answer }]): [string, Route] => [
    path,
    {
      name: path,
      methods,
      forPrograms: false,
      answer(core, exchange) {
        const address = core.urls.clientAddress(exchange)
        core.limits.byAddress('visitors', address)
        // Whoever tries keys is slowed down before one is looked at.
        const triesKey = path === SIGN_IN && exchange.method === 'POST'
        if (triesKey) core.limits.byAddress('badKeys', address)
        if (path === CHOICES && exchange.method === 'POST') limitChoices(core, exchange)
        return answer(core.service, exchange)
      },
    },
  ]),
)

/** Whatever a visitor chooses here counts together with what sites send of them. */
function limitChoices({ service, limits }: Core, exchange: Exchange): void {
  const visitor = readVisitor(service, exchange)
  if (visitor !== undefined) limits.byVisitor(visitor)
}

/** The route for a request; undefined where there is nothing. */
export function routeFor(exchange: Exchange): Route | undefined {
  const path = pathOf(exchange.url)
  const api = API.get(path)
  if (api !== undefined) return api
  if (isPreferencesUrl(path)) return preferencesRoute
  return PAGES.get(path)
}

/** The path of a request as it was sent, without its query. */
export function pathOf(url: string): string {
  const end = url.indexOf('?')
  return end === -1 ? url : url.slice(0, end)
}
