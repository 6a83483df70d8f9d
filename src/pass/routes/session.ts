/** `/auth/session` and `/auth/refresh`: who is signed in and until when, as JSON. */
import { HallpassError, isHallpassError } from '../../errors.ts'
import type { Exchange, Reply } from '../../http/exchange.ts'
import { isNavigation, isSameOrigin } from '../../http/navigation.ts'
import { redirect } from '../challenge.ts'
import type { Core } from '../core.ts'
import { RequestVisitor } from '../visitor.ts'
import { refuse } from './refuse.ts'
import { baseUrlOf, queryOf, returnToOf } from './shared.ts'

/** Asking who is signed in is no use of the session: its idle time-out does not roll on. */
export async function sessionRoute(core: Core, exchange: Exchange): Promise<Reply> {
  const read = await core.backend.read(exchange)
  const visitor = new RequestVisitor(core, exchange, read)
  const refused = read.present && read.state === undefined
  return describe(visitor, refused ? core.backend.clear(exchange) : [])
}

export async function refreshRoute(core: Core, exchange: Exchange): Promise<Reply> {
  if (!isSameOrigin(exchange, baseUrlOf(core, exchange))) {
    throw new HallpassError('cross_site_request', 'The refresh was asked for by another site')
  }
  const visitor = new RequestVisitor(core, exchange, await core.backend.read(exchange))
  try {
    await visitor.refresh()
  } catch (error) {
    if (!isHallpassError(error)) throw error
    return await refuse(core, exchange, error, { headers: await visitor.commit() })
  }
  const headers = await visitor.commit()
  if (!isNavigation(exchange)) return describe(visitor, headers)
  return redirect(exchange, returnToOf(core, exchange, queryOf(exchange)), headers)
}

function describe(visitor: RequestVisitor, headers: Reply['headers']): Reply {
  const { user, groups, provider, expiresAt, state } = visitor
  const body =
    user === undefined
      ? { signedIn: false }
      : {
          signedIn: true,
          user,
          groups,
          provider,
          expiresAt,
          accessTokenExpiresAt: state?.login?.tokens.accessTokenExpiresAt,
        }
  return {
    status: 200,
    headers: [['content-type', 'application/json'], ['cache-control', 'no-store'], ...headers],
    body: JSON.stringify(body),
  }
}
