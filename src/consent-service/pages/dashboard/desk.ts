/** Who is at the dashboard: nothing of it is shown or done before that is known. */
import { HallpassError } from '../../../errors.ts'
import type { Exchange, MaybePromise, Reply } from '../../../http/exchange.ts'
import { html } from '../../../http/html.ts'
import type { DashboardAccess, Handler, Service } from '../../service.ts'
import { pageReply, seeOther } from '../frame.ts'
import { readSession } from './session.ts'

/** Somebody who may use the dashboard. */
export interface Desk {
  readonly service: Service
  /** Whom forms and notices are bound to. */
  readonly holder: string
  /** Where one signs out: our own form, or the link of hallpass's login. */
  readonly signOut: 'form' | 'link' | undefined
}

/** What answers once it is known who asks. */
export type DeskHandler = (desk: Desk, exchange: Exchange) => MaybePromise<Reply>

/** The dashboard's access; without one there is no dashboard. @throws `not_found` */
export function accessOf(service: Service): DashboardAccess {
  if (service.dashboard !== undefined) return service.dashboard
  throw new HallpassError('not_found', 'This service has no dashboard: none was configured.')
}

/** Answers those who may use the dashboard; others are sent to the sign-in. */
export function guarded(handler: DeskHandler): Handler {
  return async (service, exchange) => {
    const access = accessOf(service)
    if (access.kind === 'pass') return await throughPass(service, access, exchange, handler)
    const session = readSession(service, exchange, access.key)
    if (session === undefined) return seeOther(signInPath(exchange))
    return await handler({ service, holder: `key:${session}`, signOut: 'form' }, exchange)
  }
}

async function throughPass(
  service: Service,
  { pass, access }: Extract<DashboardAccess, { kind: 'pass' }>,
  exchange: Exchange,
  handler: DeskHandler,
): Promise<Reply> {
  const decision = await pass.handle(exchange)
  if (decision.kind === 'reply') return decision
  const { visitor, headers } = decision
  const refusal = await visitor.check(access)
  const holder = `user:${JSON.stringify([visitor.provider, visitor.user?.sub])}`
  // A guard of the request itself needs nobody signed in: then there is nobody to sign out.
  const signOut = visitor.user !== undefined && hasDefaultRoutes(pass) ? 'link' : undefined
  const ended = refusal?.status === 302 || refusal?.status === 303
  const reply =
    ended && exchange.method === 'POST'
      ? endedPage(service, pass.loginPath(pathOf(exchange)))
      : (refusal ?? (await handler({ service, holder, signOut }, exchange)))
  return { ...reply, headers: [...headers, ...reply.headers, ...(await decision.commit())] }
}

/** The policy of a page keeps its forms from leading on to a provider: a link may. */
function endedPage(service: Service, login: string): Reply {
  return pageReply({
    status: 401,
    title: 'Sign in again',
    organisation: service.organisation,
    home: '/dashboard',
    look: 'card',
    body: html`<div class="panel"><h1>Your sign-in has ended</h1>
<p class="lead">Nothing was changed. Sign in again, and send the form once more.</p>
<div class="actions"><a class="button main" href="${login}">Sign in</a></div></div>`,
  })
}

function pathOf({ url }: Exchange): string {
  return url.split('?', 1)[0] ?? '/dashboard'
}

/** Whether the routes of the login are where they are unless told otherwise. */
function hasDefaultRoutes(pass: Extract<DashboardAccess, { kind: 'pass' }>['pass']): boolean {
  return pass.loginPath('/').startsWith('/auth/login?')
}

/** The sign-in that comes back to the page that was asked for. */
function signInPath({ method, url }: Exchange): string {
  const back =
    method === 'POST' || url === '/dashboard' ? '' : `?${new URLSearchParams({ to: url })}`
  return `/dashboard/sign-in${back}`
}
