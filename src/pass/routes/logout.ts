/** `/auth/logout`: ends the session here and at the provider; and the way back from there. */
import { randomBytes } from 'node:crypto'
import { equalText } from '../../crypto/equal.ts'
import { HallpassError, isHallpassError } from '../../errors.ts'
import type { Exchange, HeaderList, MaybePromise, Reply } from '../../http/exchange.ts'
import { single } from '../../http/form.ts'
import { isNavigation, isPrefetch, isSameOrigin } from '../../http/navigation.ts'
import { page } from '../../http/page.ts'
import type { ProviderClient } from '../../login/client.ts'
import { endSessionUrl, revokeTokens } from '../../login/logout.ts'
import type { LoginState, SessionState } from '../../session/state.ts'
import { redirect } from '../challenge.ts'
import type { Core } from '../core.ts'
import type { User } from '../types.ts'
import { afterLogoutOf, baseUrlOf, parametersOf, queryOf, returnToOf } from './shared.ts'
import { signedOutRoute } from './signed-out.ts'

/** Seconds that the provider has to revoke tokens before the visitor goes on without. */
const REVOCATION_PATIENCE = 3

export async function logoutRoute(core: Core, exchange: Exchange): Promise<Reply> {
  if (isPrefetch(exchange)) return { status: 503, headers: [['cache-control', 'no-store']] }
  const origin = baseUrlOf(core, exchange)
  if (exchange.method === 'POST') {
    if (!isSameOrigin(exchange, origin)) {
      throw new HallpassError('cross_site_request', 'The logout was asked for by another site')
    }
  } else if (exchange.header('sec-fetch-site') !== 'same-origin' || !isNavigation(exchange)) {
    // Only a link on our own pages may end a session by itself; another site's asks first.
    return confirmPage(core, exchange)
  }
  const parameters = await parametersOf(exchange)
  const returnTo = returnToOf(
    core,
    exchange,
    parameters.has('returnTo') ? parameters : queryOf(exchange),
    afterLogoutOf(core),
  )
  return await logout(core, exchange, returnTo)
}

function confirmPage(core: Core, exchange: Exchange): Reply {
  const hidden = { returnTo: returnToOf(core, exchange, queryOf(exchange), afterLogoutOf(core)) }
  return page({
    status: 200,
    title: 'Sign out?',
    paragraphs: ['You will be signed out of this site.'],
    form: { action: core.routes.logout, label: 'Sign out', hidden },
    links: [{ href: core.routes.home, label: 'Stay signed in' }],
  })
}

async function logout(core: Core, exchange: Exchange, returnTo: string): Promise<Reply> {
  const state = await readable(core, exchange)
  // Sent before the browser had the cookie of a refresh: that token is spent, its successor lives.
  const login = state?.login && (core.refresher.successor(state, state.login) ?? state.login)
  if (state !== undefined) await core.revocations.end(state)
  const cleared: HeaderList = [
    ['cache-control', 'no-store'],
    ...core.backend.clear(exchange),
    ...core.transactions.endAll(exchange),
    ...core.loops.clear(exchange),
  ]
  const atProvider = login && (await leaveProvider(core, exchange, login, returnTo))
  const headers = [...cleared, ...(atProvider?.headers ?? [])]
  const location = atProvider?.location ?? returnTo
  const own = await afterLogout(core, exchange, login)
  if (own) return { ...own, headers: [...headers, ...own.headers] }
  if (isNavigation(exchange) || exchange.header('sec-fetch-mode') === undefined) {
    return { status: 303, headers: [['location', location], ...headers] }
  }
  // A script cannot follow a redirect to the provider: it is told where to go.
  return {
    status: 200,
    headers: [['content-type', 'application/json'], ...headers],
    body: JSON.stringify({ signedIn: false, location }),
  }
}

/**
 * A session that cannot be read, since something it needs is down, is ended all the same. In a store
 * it would live on, and who signs out must know.
 */
async function readable(core: Core, exchange: Exchange): Promise<SessionState | undefined> {
  try {
    return (await core.backend.read(exchange)).state
  } catch (error) {
    if (!isHallpassError(error) || error.code === 'store_unavailable') throw error
    core.ports.logger.warn('signed out without the provider', { code: error.code })
    return undefined
  }
}

/** What the hook throws is logged: the session is over whatever the app makes of it. */
async function afterLogout(
  core: Core,
  exchange: Exchange,
  login: LoginState | undefined,
): Promise<Reply | undefined> {
  try {
    const user = login?.user as User | undefined
    const hook = core.options.hooks?.afterLogout
    return (await hook?.({ exchange, provider: login?.provider, user })) ?? undefined
  } catch (error) {
    core.ports.logger.error('hooks.afterLogout threw', { error: String(error) })
    return undefined
  }
}

async function leaveProvider(
  core: Core,
  exchange: Exchange,
  login: LoginState,
  returnTo: string,
): Promise<{ location: string; headers: HeaderList } | undefined> {
  const provider = core.providers.get(login.provider)
  if (provider === undefined) return undefined
  const client = core.clientOf(provider, exchange)
  if (client.settings.clientId !== login.clientId) return undefined
  await revoke(core, client, login)
  const state = randomBytes(16).toString('base64url')
  const returnUri = client.settings.logoutUri ?? baseUrlOf(core, exchange) + core.routes.loggedOut
  const url = endSessionUrl(client, login.tokens, returnUri, state)
  return url && { location: url.href, headers: core.returns.begin(state, returnTo) }
}

/** Best effort, and bounded: the visitor is signed out here whatever the provider says. */
async function revoke(core: Core, client: ProviderClient, login: LoginState): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const patience = new Promise<'late'>((resolve) => {
    timer = setTimeout(resolve, REVOCATION_PATIENCE * 1000, 'late')
  })
  const revoked = revokeTokens(client, login.tokens).catch((error: unknown) => {
    if (!isHallpassError(error)) throw error
    core.ports.logger.warn('tokens were not revoked', { code: error.code, detail: error.message })
  })
  const outcome = await Promise.race([revoked, patience])
  clearTimeout(timer)
  if (outcome === 'late') core.ports.logger.warn('tokens were not revoked in time')
}

/** `/auth/logged-out`: back from the provider; a wrong or absent state leads to where all do. */
export function loggedOutRoute(core: Core, exchange: Exchange): MaybePromise<Reply> {
  if (core.options.signedOutPage && !queryOf(exchange).has('state')) {
    return signedOutRoute(core, exchange, core.returns.end(exchange))
  }
  const begun = core.returns.find(exchange)
  const state = single(queryOf(exchange), 'state')
  const ours = begun !== undefined && state !== undefined && equalText(begun.state, state)
  const returnTo = ours ? begun.returnTo : afterLogoutOf(core)
  return redirect(exchange, returnTo, core.returns.end(exchange))
}
