/** Which endpoint answers a request. */
import type { Exchange, Reply } from '../../http/exchange.ts'
import type { Context } from './context.ts'
import { login, renew } from './login.ts'
import type { TokenPaths } from './options.ts'
import { endAll, endOne, list, logout } from './sessions.ts'

/** Answers a request; `id` is the last segment of the path, of an endpoint that has one. */
type Handler = (context: Context, exchange: Exchange, id: string) => Promise<Reply>

/** What a path offers. */
export interface Route {
  /** By method. */
  readonly handlers: Readonly<Record<string, Handler>>
  readonly id: string
}

/** The route of a path as it came, undefined where it is none of ours. */
export function routesAt(paths: Required<TokenPaths>): (path: string) => Route | undefined {
  const routes = new Map<string, Route['handlers']>([
    [paths.login, { POST: login }],
    [paths.renew, { POST: renew }],
    [paths.logout, { POST: logout }],
    [paths.sessions, { GET: list, HEAD: list, DELETE: endAll }],
  ])
  const folder = `${paths.sessions}/`
  return (path) => {
    const handlers = routes.get(path)
    if (handlers !== undefined) return { handlers, id: '' }
    const id = path.startsWith(folder) ? path.slice(folder.length) : ''
    return id === '' || id.includes('/') ? undefined : { handlers: { DELETE: endOne }, id }
  }
}
