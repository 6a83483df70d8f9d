/** What is checked: a client at a provider, and where the world reaches the app. */
import type { GuardSettings } from '../../guard-env/settings.ts'
import { validateBaseUrl } from '../../http/public-url.ts'
import { oidc } from '../../login/oidc.ts'
import type { ProviderSettings } from '../../login/types.ts'
import type { Planned } from './planned.ts'

/** Everything that the checks over the network need to know. */
export interface Subject {
  /** Undefined where the settings do not say enough to ask the provider anything. */
  readonly provider: ProviderSettings | undefined
  /** Whether `provider` has a client to ask with, and not the issuer alone. */
  readonly hasClient: boolean
  /** The origins that are right, without a slash at their ends; the main one first. */
  readonly baseUrls: readonly string[]
  /** The one that is looked at: the first. Undefined where there is none. */
  readonly baseUrl: string | undefined
  readonly routes: {
    readonly login: string
    readonly session: string
    readonly callback: string
    readonly loggedOut: string
  }
  /** What switches the guard on for a request, where there is a feature flag. */
  readonly flagCookie: string | undefined
  /** False where the guard answers nothing: its routes are not there. */
  readonly isGuarding: boolean
  readonly verifySsl: boolean
  readonly trustedProxies: readonly string[]
  /** The claim of the groups, where a rule asks for one of them. */
  readonly groupsClaim: string | undefined
}

/** The names of the settings, as fixes call them. */
export const ISSUER = 'AGS_CLIENT_ISSUER'
export const CLIENT_ID = 'AGS_CLIENT_ID'
export const CLIENT_SECRET = 'AGS_CLIENT_SECRET'
export const BASE_URL = 'HALLPASS_BASE_URL'
export const SCOPE = 'HALLPASS_SCOPE'

/** The redirect URI, as it must be registered. */
export function redirectUriOf({ provider, baseUrl = '', routes }: Subject): string {
  return provider?.redirectUri ?? baseUrl + routes.callback
}

/** The post-logout redirect URI, as it must be registered. */
export function logoutUriOf({ provider, baseUrl = '', routes }: Subject): string {
  return provider?.logoutUri ?? baseUrl + routes.loggedOut
}

/** The subject of a plan. What is wrong in it is left out, so that the rest can be checked. */
export function subjectOf({ guard, issues }: Planned): Subject {
  const { settings, pass } = guard
  const isWrong = (name: string) => issues.some(({ path }) => path.startsWith(name))
  const hasClient = !isWrong(CLIENT_ID) && !isWrong(CLIENT_SECRET) && !isWrong(SCOPE)
  const { issuer, scope, flag } = settings
  const client = hasClient
    ? { clientId: settings.clientId, clientSecret: settings.clientSecret, scope }
    : { clientId: 'unknown' }
  const provider = oidc({ issuer, ...client })
  const good = settings.baseUrls.filter((baseUrl) => validateBaseUrl(baseUrl) === undefined)
  const baseUrls = [...new Set(good.map((baseUrl) => new URL(baseUrl).origin))]
  const { login = '', session = '' } = pass.routes ?? {}
  return {
    provider: provider.issues.length === 0 ? provider.resolve(undefined) : undefined,
    hasClient,
    baseUrls,
    baseUrl: baseUrls[0],
    routes: { login, session, callback: settings.callbackPath, loggedOut: settings.signOutPath },
    flagCookie: flag === undefined ? undefined : `${flag.cookie}=1`,
    isGuarding: settings.mode !== 'off',
    verifySsl: settings.verifySsl,
    trustedProxies: settings.trustedProxies,
    groupsClaim: asksForGroups(settings) ? settings.groupsClaim : undefined,
  }
}

function asksForGroups({ rules, defaultAccess }: GuardSettings): boolean {
  const asked = [defaultAccess, ...rules.map(({ access }) => access)]
  return asked.some((access) => {
    if (typeof access !== 'object') return false
    return 'group' in access || 'anyGroup' in access || 'allGroups' in access
  })
}
