/** What options of the right shape can contradict. */
import { CONSENT_PATHS } from '../consent/site/routes.ts'
import type { ConfigIssue } from '../errors.ts'
import type { LoginProvider } from '../login/types.ts'
import { isSessionFactory } from '../session/factory.ts'
import type { HallpassOptions, Routes } from './options.ts'

/** The routes that are there. */
type Answered = Partial<Routes> & Pick<Routes, 'callback'>

/** The path of the redirect URI as registered, where it is given and known without a request. */
export function registeredPath(provider: LoginProvider): string | undefined {
  if (!provider.fixed || provider.disabled) return undefined
  const { redirectUri } = provider.resolve(undefined)
  return redirectUri === undefined ? undefined : new URL(redirectUri).pathname
}

/** The providers as a list. */
export function listOf(login: HallpassOptions['login'] = []): readonly LoginProvider[] {
  return 'resolve' in login ? [login] : login
}

/** The faults of the providers' own options, and names that tell nothing apart. */
export function providerIssues(providers: readonly LoginProvider[]): ConfigIssue[] {
  const issues = providers.flatMap((provider) => provider.issues)
  for (const [index, { name }] of providers.entries()) {
    if (!/^[\w-]{1,32}$/.test(name)) {
      issues.push({ path: 'login.name', message: 'must be letters, digits, - and _' })
    }
    if (providers.findIndex((other) => other.name === name) < index) {
      issues.push({ path: 'login.name', message: `${name} is given twice: name each provider` })
    }
  }
  return issues
}

/** The browser has its cookies only where it began: at the base URL. */
export function addressIssues(
  providers: readonly LoginProvider[],
  baseUrls: readonly string[],
): ConfigIssue[] {
  const urls = baseUrls.map((url) => URL.parse(url))
  const issues: ConfigIssue[] = []
  // One session cookie serves all base URLs, and `Secure` is on it or not.
  if (new Set(urls.map((url) => url?.protocol)).size > 1) {
    issues.push({ path: 'baseUrl', message: 'mixes http and https: use one of them' })
  }
  for (const provider of providers) {
    if (!provider.fixed || provider.disabled || provider.issues.length > 0) continue
    const { redirectUri } = provider.resolve(undefined)
    const host = redirectUri === undefined ? undefined : new URL(redirectUri).hostname
    if (host !== undefined && !urls.some((url) => url?.hostname === host)) {
      issues.push({ path: 'login.redirectUri', message: 'is not on baseUrl: use the same host' })
    }
  }
  return issues
}

/** What a provider keeps in cookies of its own cannot be in a store. */
export function storeIssues({ session = {}, login }: HallpassOptions): readonly ConfigIssue[] {
  if (isSessionFactory(session) || session.store === undefined) return []
  if (listOf(login).every(({ backend }) => backend === undefined)) return []
  const message =
    'cannot be with a provider that keeps its tokens in cookies: leave one of them out'
  return [{ path: 'session.store', message }]
}

export function sessionIssues(session: HallpassOptions['session'] = {}): readonly ConfigIssue[] {
  if (isSessionFactory(session)) return session.issues
  const { idle, absolute } = session
  if (idle === undefined || absolute === undefined || idle <= absolute) return []
  const message = 'is longer than session.absolute: make it shorter'
  return [{ path: 'session.idle', message }]
}

/** No path can be answered by two routes. */
export function routeIssues(routes: Answered, providers: readonly LoginProvider[]): ConfigIssue[] {
  return [
    ...sameRoutes(routes, providers),
    ...takenByCallback(routes, providers),
    ...sharedCallbacks(providers),
  ]
}

/** Two issuers at one redirect URI could pass for each other (RFC 9700 §4.4: mix-up). */
function sharedCallbacks(providers: readonly LoginProvider[]): ConfigIssue[] {
  const issuers = new Map<string, string>()
  return providers.flatMap((provider) => {
    const path = provider.issues.length > 0 ? undefined : registeredPath(provider)
    if (path === undefined) return []
    const { issuer } = provider.resolve(undefined)
    const first = issuers.get(path) ?? issuer
    issuers.set(path, first)
    if (first === issuer) return []
    return [
      { path: 'login.redirectUri', message: 'is that of another provider: use one of its own' },
    ]
  })
}

/** A redirect URI as registered is answered as a callback, so that no other page can be there. */
function takenByCallback(routes: Answered, providers: readonly LoginProvider[]): ConfigIssue[] {
  const taken = new Set(
    providers.filter(({ issues }) => issues.length === 0).map((one) => registeredPath(one)),
  )
  return Object.entries(routes)
    .filter(([name, path]) => name !== 'callback' && taken.has(path))
    .map(([name]) => ({ path: 'login.redirectUri', message: `is the path of routes.${name}` }))
}

function sameRoutes(routes: Answered, providers: readonly LoginProvider[]): ConfigIssue[] {
  const { home: _, ...answered } = routes
  const own = Object.entries(answered)
  // With several providers each has a callback of its own.
  const more = providers.length === 1 ? [] : providers.map(({ name }) => name)
  const all = [...own, ...more.map((name) => ['callback', `${routes.callback}/${name}`] as const)]
  return all.flatMap(([name, route], index) => {
    const same = all.findIndex(([, other]) => other === route)
    if (same === index || name === all[same]?.[0]) return []
    if (all[same]?.[0] === 'logout' && name === 'loggedOut') return []
    return [{ path: `routes.${name}`, message: `is the same path as routes.${all[same]?.[0]}` }]
  })
}

/** The paths of the consent routes are those of the wire, and no other route's. */
export function consentRouteIssues(
  { home: _, ...answered }: Answered,
  providers: readonly LoginProvider[],
): ConfigIssue[] {
  const own = Object.entries(answered).map(([name, path]) => [`routes.${name}`, path] as const)
  const registered = providers
    .filter(({ issues }) => issues.length === 0)
    .map((provider) => ['login.redirectUri', registeredPath(provider) ?? ''] as const)
  return [...own, ...registered]
    .filter(([, path]) => CONSENT_PATHS.has(path))
    .map(([path]) => ({ path, message: 'is a path of the consent routes: use another one' }))
}
