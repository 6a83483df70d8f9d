/** What the routes have in common: the request's query, form and return address. */
import type { Exchange } from '../../http/exchange.ts'
import { readForm, single } from '../../http/form.ts'
import { returnAddress } from '../../http/return-address.ts'
import type { LoginProvider } from '../../login/types.ts'
import { registeredPath } from '../config-issues.ts'
import type { Core } from '../core.ts'
import type { Routes } from '../options.ts'

/** Bytes of a form that a provider or a page posts. */
export const MAX_FORM = 65_536

/** The path of a request, without its query. */
export function pathOf(url: string): string {
  const end = url.indexOf('?')
  return end < 0 ? url : url.slice(0, end)
}

export function queryOf(exchange: Exchange): URLSearchParams {
  const start = exchange.url.indexOf('?')
  return new URLSearchParams(start < 0 ? '' : exchange.url.slice(start + 1))
}

/** The query of a GET, the form of a POST. @throws `bad_request`, `body_too_large` */
export async function parametersOf(exchange: Exchange): Promise<URLSearchParams> {
  return exchange.method === 'POST' ? await readForm(exchange, MAX_FORM) : queryOf(exchange)
}

export function baseUrlOf(core: Core, exchange: Exchange): string {
  return core.urls.baseUrlFor(exchange)
}

/** With several providers each has a callback of its own (RFC 9700 §4.4.2: mix-up). */
export function callbackPath(core: Core, provider: string): string {
  const { callback } = core.routes
  return core.providers.size === 1 ? callback : `${callback}/${provider}`
}

/** Every path that a provider may answer at: ours, and that of the redirect URI as registered. */
export function callbackPaths(core: Core, provider: LoginProvider): readonly string[] {
  const own = callbackPath(core, provider.name)
  const registered = registeredPath(provider)
  return registered === undefined ? [own] : [own, registered]
}

/**
 * Where the visitor goes afterwards: on our own origin, and not into the auth routes, which
 * would begin the same thing again.
 */
export function returnToOf(
  core: Core,
  exchange: Exchange,
  parameters: URLSearchParams,
  otherwise: string = core.routes.home,
): string {
  const { home: _, signIn, ...others } = core.routes
  // Without the sign-in page, its path is the app's.
  const answered = core.options.signInPage ? { signIn, ...others } : others
  const base = baseUrlOf(core, exchange)
  const wanted = returnAddress(single(parameters, 'returnTo'), base, otherwise)
  return Object.values<string>(answered).includes(pathOf(wanted)) ? otherwise : wanted
}

/** Whether the provider sends the browser back to where the logout began. */
export function signsOutAndBack(routes: Routes): boolean {
  return routes.logout === routes.loggedOut
}

/** The page after a logout, where the request names none. */
export function afterLogoutOf({ routes, options, providers }: Core): string {
  if (signsOutAndBack(routes)) return routes.logout
  return options.signedOutPage && providers.size > 0 ? routes.loggedOut : routes.home
}
