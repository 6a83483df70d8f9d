/** `/auth/login`: remembers what must come back, and sends the browser to the provider. */
import { HallpassError, isHallpassError } from '../../errors.ts'
import type { Exchange, Reply } from '../../http/exchange.ts'
import { single } from '../../http/form.ts'
import { isPrefetch, isScript } from '../../http/navigation.ts'
import { type PageLink, page } from '../../http/page.ts'
import { authorizationUrl, type LoginParameters, newTransaction } from '../../login/authorize.ts'
import type { LoginProvider } from '../../login/types.ts'
import { redirect } from '../challenge.ts'
import type { Core } from '../core.ts'
import type { LoginRequest, LoginStart } from '../options.ts'
import { refuse } from './refuse.ts'
import { baseUrlOf, callbackPath, queryOf, returnToOf } from './shared.ts'

/** Characters that a parameter of a single login may have. */
const MAX_PARAMETER = 512

/** Parameters of a single login that are passed on to the provider. */
const TEXTS = ['prompt', 'acr_values', 'login_hint', 'ui_locales'] as const

export async function loginRoute(core: Core, exchange: Exchange): Promise<Reply> {
  // A page that is loaded ahead must not leave the traces of a login.
  if (isPrefetch(exchange)) return { status: 503, headers: [['cache-control', 'no-store']] }
  if (isScript(exchange)) {
    throw new HallpassError(
      'login_required',
      'A login is for a page to go to, not for a script to fetch',
    )
  }
  const query = queryOf(exchange)
  const returnTo = returnToOf(core, exchange, query)
  if (core.disabled) return redirect(exchange, returnTo)
  const provider = chosen(core, single(query, 'provider'))
  if (provider === undefined) return chooser(core, query)
  try {
    return await begin(core, exchange, provider, query, returnTo)
  } catch (error) {
    if (!isHallpassError(error)) throw error
    // The page of the fault leads to a new login that still goes where this one went.
    return await refuse(core, exchange, error, { returnTo })
  }
}

async function begin(
  core: Core,
  exchange: Exchange,
  provider: LoginProvider,
  query: URLSearchParams,
  returnTo: string,
): Promise<Reply> {
  const client = core.clientOf(provider, exchange)
  const { settings } = client
  core.warnOfHost(exchange)
  const fromQuery = single(query, 'appState')?.slice(0, MAX_PARAMETER)
  const own = await beforeLogin(core, {
    exchange,
    provider: provider.name,
    returnTo,
    appState: fromQuery,
  })
  const limit = numberOf(settings.parameters.max_age)
  const asked = { ...askedFor(query, limit), ...own.parameters }
  const maxAge = asked.max_age ?? limit
  const appState = own.appState ?? fromQuery
  const transaction = newTransaction({
    provider: provider.name,
    issuer: settings.issuer,
    clientId: settings.clientId,
    redirectUri:
      settings.redirectUri ?? baseUrlOf(core, exchange) + callbackPath(core, provider.name),
    returnTo,
    ...(appState !== undefined && { appState }),
    ...(maxAge !== undefined && { maxAge }),
    ...(asked.acr_values !== undefined && { acrValues: asked.acr_values }),
    startedAt: core.ports.now(),
  })
  const url = await authorizationUrl(client, transaction, asked)
  const crossSite = settings.responseMode === 'form_post'
  return redirect(exchange, url.href, core.transactions.begin(exchange, transaction, crossSite))
}

async function beforeLogin(core: Core, start: LoginStart): Promise<LoginRequest> {
  try {
    return (await core.options.hooks?.beforeLogin?.(start)) ?? {}
  } catch (error) {
    if (isHallpassError(error)) throw error
    throw new HallpassError('hook_failed', 'hooks.beforeLogin refused the login', { cause: error })
  }
}

function chosen(core: Core, name: string | undefined): LoginProvider | undefined {
  if (name === undefined) {
    return core.providers.size === 1 ? core.providers.values().next().value : undefined
  }
  const provider = core.providers.get(name)
  // Its sessions are nobody's, so that a login there would only run the hooks.
  if (provider === undefined || provider.disabled)
    throw new HallpassError('bad_request', 'There is no such provider')
  return provider
}

/** With several providers, the visitor chooses. */
function chooser(core: Core, query: URLSearchParams): Reply {
  return page({
    status: 200,
    title: 'Sign in',
    paragraphs: ['Choose where you have an account.'],
    choices: loginChoices(core, query),
  })
}

/** A link to the login for each provider, with all that was asked of this one. */
export function loginChoices(core: Core, query: URLSearchParams): readonly PageLink[] {
  const offered = [...core.providers.values()].filter(({ disabled }) => !disabled)
  return offered.map(({ name, label }) => {
    const chosenQuery = new URLSearchParams(query)
    chosenQuery.set('provider', name)
    return {
      href: `${core.routes.login}?${chosenQuery}`,
      label: core.providers.size > 1 ? label : 'Sign in',
    }
  })
}

/** The address may ask for a newer login than the options do, never for an older one. */
function askedFor(query: URLSearchParams, limit: number | undefined): LoginParameters {
  const asked: Record<string, string> = {}
  for (const name of TEXTS) {
    const value = single(query, name)
    if (value !== undefined && value !== '') asked[name] = value.slice(0, MAX_PARAMETER)
  }
  const maxAge = numberOf(single(query, 'max_age'))
  return { ...asked, ...(maxAge !== undefined && { max_age: Math.min(maxAge, limit ?? maxAge) }) }
}

function numberOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined
}
