/** Checks the options of `createHallpass`: everything that is wrong, all at once. */

import { consentIssues } from '../consent/site/options.ts'
import { createKeyring, type Keyring } from '../crypto/keyring.ts'
import { type ConfigIssue, HallpassError, isHallpassError } from '../errors.ts'
import { ruleIssues } from '../guard/rules.ts'
import { type PublicUrls, publicUrls } from '../http/public-url.ts'
import type { LoginProvider } from '../login/types.ts'
import { checkOptions } from '../options/check.ts'
import { faultCount } from '../options/fault-count.ts'
import {
  addressIssues,
  consentRouteIssues,
  listOf,
  providerIssues,
  routeIssues,
  sessionIssues,
  storeIssues,
} from './config-issues.ts'
import { schema } from './config-schema.ts'
import type { HallpassOptions, Routes } from './options.ts'

const DEFAULT_ROUTES: Routes = {
  login: '/auth/login',
  signIn: '/auth/sign-in',
  callback: '/auth/callback',
  refresh: '/auth/refresh',
  logout: '/auth/logout',
  loggedOut: '/auth/logged-out',
  session: '/auth/session',
  backchannelLogout: '/auth/backchannel-logout',
  frontchannelLogout: '/auth/frontchannel-logout',
  home: '/',
}

const NO_OPTIONS: ConfigIssue = {
  path: 'options',
  message: 'are missing: createHallpass({ baseUrl, secrets, login })',
}

/** Options that hold together. */
export interface CheckedOptions {
  readonly options: HallpassOptions
  readonly providers: ReadonlyMap<string, LoginProvider>
  readonly keyring: Keyring
  readonly urls: PublicUrls
  readonly routes: Routes
  readonly secure: boolean
}

/** @throws `invalid_config` with every fault in `issues` and in its message */
export function checkConfig(options: HallpassOptions): CheckedOptions {
  const shape = checkOptions(schema, options, '')
  if (shape.some(({ path }) => path === '')) throw invalid([NO_OPTIONS])
  const issues: ConfigIssue[] = [...shape]
  /** Looks at options whose shape is right: the fault of the others is named already. */
  const look = <T>(names: readonly (keyof HallpassOptions)[], make: () => T): T | undefined => {
    const broken = shape.map(({ path }) => path.split(/[.[]/, 1)[0])
    if (names.some((name) => broken.includes(name))) return undefined
    try {
      return make()
    } catch (error) {
      if (!isHallpassError(error)) throw error
      issues.push(...(error.issues ?? [{ path: names.join(', '), message: error.message }]))
      return undefined
    }
  }
  const report = (names: readonly (keyof HallpassOptions)[], find: () => readonly ConfigIssue[]) =>
    issues.push(...(look(names, find) ?? []))

  const keyring = look(['secrets'], () => createKeyring(givenSecrets(options.secrets)))
  const urls = look(['baseUrl', 'trustedProxies'], () =>
    publicUrls({ ...options, baseUrl: baseUrlsOf(options) }),
  )
  report(['login'], () => providerIssues(listOf(options.login)))
  report(['login', 'baseUrl'], () => addressIssues(listOf(options.login), baseUrlsOf(options)))
  report(['session'], () => sessionIssues(options.session))
  report(['session', 'login'], () => storeIssues(options))
  report(['consent'], () => (options.consent ? consentIssues(options.consent) : []))
  // A rule of the wrong shape must not hide what is wrong with the others.
  const named = new Set(shape.map(({ path }) => path))
  issues.push(...ruleIssues(options.guard).filter(({ path }) => !named.has(path)))
  report(['routes', 'login', 'signInPage'], () =>
    routeIssues(answeredRoutes(options), listOf(options.login)),
  )
  report(['routes', 'login'], () =>
    options.consent ? consentRouteIssues(answeredRoutes(options), listOf(options.login)) : [],
  )
  if (issues.length > 0 || keyring === undefined || urls === undefined) throw invalid(issues)

  const providers = new Map(listOf(options.login).map((provider) => [provider.name, provider]))
  const secure = baseUrlsOf(options).every((url) => URL.parse(url)?.protocol === 'https:')
  return { options, providers, keyring, urls, routes: routesOf(options), secure }
}

function routesOf({ routes = {} }: HallpassOptions): Routes {
  const given = Object.entries(routes).filter(([, path]) => path !== undefined)
  return { ...DEFAULT_ROUTES, ...Object.fromEntries(given) }
}

/** Without the sign-in page, its path is the app's. */
function answeredRoutes(options: HallpassOptions): Partial<Routes> & Pick<Routes, 'callback'> {
  const { signIn, ...others } = routesOf(options)
  return options.signInPage ? { signIn, ...others } : others
}

function baseUrlsOf({ baseUrl = [] }: HallpassOptions): readonly string[] {
  return [baseUrl].flat()
}

/** What an old secret's variable no longer holds is left out; the newest must be there. */
function givenSecrets([newest = '', ...older]: HallpassOptions['secrets']): string[] {
  return [newest, ...older.filter((secret) => secret !== undefined)]
}

function invalid(issues: readonly ConfigIssue[]): HallpassError {
  const lines = issues.map(({ path: where, message }) => `\n  - ${where}: ${message}`)
  const text = `The configuration of hallpass has ${faultCount(issues)}:${lines.join('')}`
  return new HallpassError('invalid_config', text, { issues })
}
