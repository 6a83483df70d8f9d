/** Checks the options of `createHallpass`: everything that is wrong, all at once. */
import * as v from 'valibot'
import { createKeyring, type Keyring } from '../crypto/keyring.ts'
import { type ConfigIssue, HallpassError, isHallpassError } from '../errors.ts'
import { ruleIssues } from '../guard/rules.ts'
import { type PublicUrls, publicUrls } from '../http/public-url.ts'
import type { LoginProvider } from '../login/types.ts'
import { checkOptions } from '../options/check.ts'
import type { HallpassOptions, Routes } from './options.ts'

const fn = v.custom<(...args: unknown[]) => unknown>(
  (value) => typeof value === 'function',
  'must be a function',
)
const path = v.pipe(
  v.string(),
  v.regex(/^\/[a-z0-9._~/-]*$/i, 'must be a plain path such as /auth/login'),
)
const seconds = v.pipe(v.number(), v.minValue(1, 'must be at least 1 second'))
const access = v.custom<unknown>(() => true)

const schema: v.StrictObjectSchema<v.ObjectEntries, undefined> = v.strictObject({
  baseUrl: v.union([v.string(), v.array(v.string())]),
  secrets: v.array(v.undefinedable(v.string())),
  login: v.custom<unknown>(
    isLogin,
    'must be what oidc() or cognito() returns, or an array of them',
  ),
  guard: v.optional(
    v.strictObject({
      default: access,
      rules: v.optional(
        v.array(
          v.strictObject({ path: v.string(), methods: v.optional(v.array(v.string())), access }),
        ),
      ),
    }),
  ),
  session: v.optional(
    v.strictObject({
      idle: v.optional(seconds),
      absolute: v.optional(seconds),
      name: v.optional(
        v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/, 'must be letters, digits, - and _')),
      ),
    }),
  ),
  routes: v.optional(
    v.strictObject({
      login: v.optional(path),
      callback: v.optional(path),
      refresh: v.optional(path),
      logout: v.optional(path),
      loggedOut: v.optional(path),
      session: v.optional(path),
      backchannelLogout: v.optional(path),
      frontchannelLogout: v.optional(path),
      home: v.optional(path),
    }),
  ),
  trustedProxies: v.optional(v.array(v.string())),
  hooks: v.optional(
    v.strictObject({
      beforeLogin: v.optional(fn),
      afterLogin: v.optional(fn),
      afterRefresh: v.optional(fn),
      afterLogout: v.optional(fn),
    }),
  ),
  handlers: v.optional(
    v.strictObject({
      unauthenticated: v.optional(fn),
      forbidden: v.optional(fn),
      error: v.optional(fn),
    }),
  ),
  fetch: v.optional(fn),
  now: v.optional(fn),
  logger: v.optional(v.looseObject({ info: fn, warn: fn, error: fn })),
})

const DEFAULT_ROUTES: Routes = {
  login: '/auth/login',
  callback: '/auth/callback',
  refresh: '/auth/refresh',
  logout: '/auth/logout',
  loggedOut: '/auth/logged-out',
  session: '/auth/session',
  backchannelLogout: '/auth/backchannel-logout',
  frontchannelLogout: '/auth/frontchannel-logout',
  home: '/',
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
  if (shape.length > 0) throw invalid([...shape, ...partIssues(options)])
  const issues: ConfigIssue[] = []
  const collect = <T>(make: () => T): T | undefined => {
    try {
      return make()
    } catch (error) {
      if (!isHallpassError(error)) throw error
      issues.push(...(error.issues ?? [{ path: '', message: error.message }]))
      return undefined
    }
  }
  const keyring = collect(() => createKeyring(givenSecrets(options.secrets)))
  const urls = collect(() => publicUrls({ ...options, baseUrl: baseUrlsOf(options) }))
  const routes = { ...DEFAULT_ROUTES, ...options.routes }
  issues.push(...partIssues(options), ...routeIssues(routes), ...schemeIssues(baseUrlsOf(options)))
  if (issues.length > 0 || keyring === undefined || urls === undefined) throw invalid(issues)
  const providers = new Map(listOf(options.login).map((provider) => [provider.name, provider]))
  const secure = baseUrlsOf(options).every((url) => url.startsWith('https:'))
  return { options, providers, keyring, urls, routes, secure }
}

function baseUrlsOf({ baseUrl = [] }: HallpassOptions): readonly string[] {
  return [baseUrl].flat()
}

/** What an old secret's variable no longer holds is left out; the newest must be there. */
function givenSecrets([newest = '', ...older]: HallpassOptions['secrets']): string[] {
  return [newest, ...older.filter((secret) => secret !== undefined)]
}

/** The faults of parts that were made before: providers and rules. */
function partIssues(options: HallpassOptions): ConfigIssue[] {
  const issues: ConfigIssue[] = []
  if (isLogin(options.login)) {
    const providers = listOf(options.login)
    issues.push(...providers.flatMap((provider) => provider.issues))
    for (const [index, { name }] of providers.entries()) {
      if (!/^[\w-]{1,32}$/.test(name)) {
        issues.push({ path: 'login.name', message: 'must be letters, digits, - and _' })
      }
      if (providers.findIndex((other) => other.name === name) < index) {
        issues.push({ path: 'login.name', message: `${name} is given twice: name each provider` })
      }
    }
  }
  issues.push(...redirectIssues(options))
  const { idle, absolute } = options.session ?? {}
  if (idle !== undefined && absolute !== undefined && idle > absolute) {
    issues.push({
      path: 'session.idle',
      message: 'is longer than session.absolute: make it shorter',
    })
  }
  if (options.guard?.default !== undefined) issues.push(...ruleIssues(options.guard))
  return issues
}

/** The browser has its cookies only where it began: at the base URL. */
function redirectIssues(options: HallpassOptions): ConfigIssue[] {
  const { login } = options
  if (!isLogin(login)) return []
  const hosts = baseUrlsOf(options).map((url) => URL.parse(url)?.hostname)
  return listOf(login)
    .filter(({ fixed, disabled, issues }) => fixed && !disabled && issues.length === 0)
    .map((provider) => provider.resolve(undefined).redirectUri)
    .filter((uri) => uri !== undefined && !hosts.includes(new URL(uri).hostname))
    .map(() => ({ path: 'login.redirectUri', message: 'is not on baseUrl: use the same host' }))
}

function routeIssues(routes: Routes): ConfigIssue[] {
  const { home: _, ...answered } = routes
  const entries = Object.entries(answered)
  return entries.flatMap(([name, route], index) => {
    const same = entries.findIndex(([, other]) => other === route)
    if (same === index) return []
    return [{ path: `routes.${name}`, message: `is the same path as routes.${entries[same]?.[0]}` }]
  })
}

/** One session cookie serves all base URLs, and `Secure` is on it or not. */
function schemeIssues(baseUrls: readonly string[]): ConfigIssue[] {
  const schemes = new Set(baseUrls.map((url) => url.split(':', 1)[0]))
  if (schemes.size < 2) return []
  return [{ path: 'baseUrl', message: 'mixes http and https: use one of them' }]
}

/** The providers as a list. */
export function listOf(login: HallpassOptions['login']): readonly LoginProvider[] {
  return 'resolve' in login ? [login] : login
}

function isLogin(value: unknown): value is HallpassOptions['login'] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value]
  const isProvider = (one: unknown) => typeof one === 'object' && one !== null && 'resolve' in one
  return list.length > 0 && list.every(isProvider)
}

function invalid(issues: readonly ConfigIssue[]): HallpassError {
  const lines = issues.map(({ path: where, message }) => `\n  - ${where}: ${message}`)
  const text = `The configuration of hallpass has ${issues.length} fault(s):${lines.join('')}`
  return new HallpassError('invalid_config', text, { issues })
}
