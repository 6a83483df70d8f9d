/** `guardFromEnv`: sign-in in front of an app, by settings alone. */
import { randomBytes } from 'node:crypto'
import * as v from 'valibot'
import { type ConfigIssue, HallpassError, isHallpassError } from '../errors.ts'
import type { Exchange, MaybePromise, Reply } from '../http/exchange.ts'
import { unverifiedFetch } from '../http/outgoing.ts'
import type { Logger } from '../http/ports.ts'
import { oidc } from '../login/oidc.ts'
import { checkOptions } from '../options/check.ts'
import { checkConfig } from '../pass/config.ts'
import { createHallpass } from '../pass/create.ts'
import type { HallpassOptions } from '../pass/options.ts'
import { pathOf } from '../pass/routes/shared.ts'
import type { Hallpass } from '../pass/types.ts'
import { cookieFlag, type Flag, ownFlag, toggle, togglePath } from './flag.ts'
import { guardLogger } from './logger.ts'
import { inEnvironment } from './names.ts'
import type { Environment } from './read.ts'
import { type GuardSettings, readSettings } from './settings.ts'
import { unguarded, unguardedVisitor } from './unguarded-visitor.ts'

/** What an environment cannot say. */
export interface GuardFromEnvOptions {
  /**
   * Whether the guard is there for a request: for some users, or some of the requests. Only
   * `false` takes it away. It stands instead of the flag cookie and its two settings.
   */
  readonly flag?: (exchange: Exchange) => MaybePromise<boolean>
  /** How the provider is called; default the global `fetch`. */
  readonly fetch?: typeof fetch
  /** Seconds since the epoch; default the system's clock. */
  readonly now?: () => number
  /** Default: warnings and errors to the console. */
  readonly logger?: Logger
}

const fn = v.custom<unknown>((value) => typeof value === 'function', 'must be a function')
const schema: v.StrictObjectSchema<v.ObjectEntries, undefined> = v.strictObject({
  flag: v.exactOptional(fn),
  fetch: v.optional(fn),
  now: v.optional(fn),
  logger: v.optional(v.looseObject({ info: fn, warn: fn, error: fn })),
})

/**
 * A guard in front of an app that knows nothing of it, configured by the environment of ags_client
 * and some names of hallpass. Mount it with the adapter of your framework, before everything else.
 * Nothing is asked of the provider before the first login.
 *
 * @throws `invalid_config` that names every variable that is missing, wrong or misspelt, at once
 * @example
 * app.use(mount(guardFromEnv(process.env)))
 */
export function guardFromEnv(env: Environment, options: GuardFromEnvOptions = {}): Hallpass {
  const { settings, issues } = readSettings(env)
  const logger = guardLogger({ ...settings, path: settings.logPath, logger: options.logger })
  const pass = passOptions(settings, options, logger)
  const all = [...optionIssues(settings, options), ...issues, ...passIssues(pass)]
  if (all.length > 0) throw invalid(all)
  sayAtStart(settings, logger)
  const flag = settings.flag && cookieFlag(settings.flag)
  const isOn = options.flag === undefined ? flag : ownFlag(options.flag, logger)
  return withFlag(createHallpass(pass), settings, settings.mode === 'off' ? () => false : isOn)
}

function passOptions(
  settings: GuardSettings,
  { fetch, now }: GuardFromEnvOptions,
  logger: Logger,
): HallpassOptions {
  const { issuer, clientId, clientSecret, signOutPath, callbackPath, mode } = settings
  const call = fetch ?? (settings.verifySsl ? undefined : unverifiedFetch())
  return {
    baseUrl: settings.baseUrl,
    secrets: [settings.sessionSecret ?? randomBytes(32).toString('base64url')],
    // The scopes that ags_client asks for: a client may be allowed no others.
    login: oidc({ issuer, clientId, clientSecret, scope: 'openid profile' }),
    guard: {
      default: settings.defaultAccess,
      rules: settings.rules,
      mode: mode === 'report' ? 'report' : 'enforce',
    },
    session: { name: settings.sessionCookie },
    trustedProxies: settings.trustedProxies,
    routes: {
      callback: callbackPath,
      logout: signOutPath,
      loggedOut: signOutPath,
      // Paths that no app has.
      login: '/_hallpass/login',
      refresh: '/_hallpass/refresh',
      session: '/_hallpass/session',
      backchannelLogout: '/_hallpass/backchannel-logout',
      frontchannelLogout: '/_hallpass/frontchannel-logout',
    },
    logger,
    ...(call && { fetch: call }),
    ...(now && { now }),
  }
}

function optionIssues(settings: GuardSettings, options: GuardFromEnvOptions): ConfigIssue[] {
  const issues = checkOptions(schema, options, 'options')
  const { flag, fetch } = options
  if (flag !== undefined && settings.flag !== undefined) {
    const message = 'contradicts AGS_CLIENT_FEATURE_FLAG_…: give one of them'
    issues.push({ path: 'options.flag', message })
  }
  if (fetch !== undefined && !settings.verifySsl) {
    issues.push({ path: 'options.fetch', message: 'contradicts AGS_CLIENT_VERIFY_SSL' })
  }
  const path = settings.flag && togglePath(settings.flag)
  if (path === settings.signOutPath || path === settings.callbackPath) {
    const message = 'makes the path of the toggle that of another route'
    issues.push({ path: 'AGS_CLIENT_FEATURE_FLAG_COOKIE', message })
  }
  return issues
}

/** What `createHallpass` would say, in the names of the environment. */
function passIssues(options: HallpassOptions): readonly ConfigIssue[] {
  try {
    checkConfig(options)
    return []
  } catch (error) {
    if (!isHallpassError(error)) throw error
    const issues = error.issues ?? []
    return issues.map(({ path, message }) => ({
      path: inEnvironment(path),
      message: inEnvironment(message).replace('/auth/login', 'sign-out'),
    }))
  }
}

function invalid(found: readonly ConfigIssue[]): HallpassError {
  const lines = found.map(({ path, message }) => `${path}: ${message}`)
  // Two options may come from one variable.
  const issues = found.filter((_, index) => lines.indexOf(lines[index] ?? '') === index)
  const text = [...new Set(lines)].map((line) => `\n  - ${line}`).join('')
  const message = `The environment of the guard has ${issues.length} fault(s):${text}`
  return new HallpassError('invalid_config', message, { issues })
}

/** What an operator should not find out later. */
function sayAtStart(settings: GuardSettings, logger: Logger): void {
  if (settings.mode === 'off') logger.warn('HALLPASS_GUARD_MODE is off: EVERY PAGE IS OPEN')
  if (settings.mode === 'report') {
    logger.warn('HALLPASS_GUARD_MODE is report: every page is open, and refusals are only logged')
  }
  if (settings.flag !== undefined && settings.mode !== 'off') {
    logger.warn(
      `any visitor can switch the guard off for themselves at ${togglePath(settings.flag)}`,
    )
  }
  if (settings.sessionSecret === undefined) {
    logger.warn(
      'AGS_CLIENT_SESSION_SECRET is not set: other processes, and the next start, cannot read the session cookies',
    )
  }
  if (!settings.verifySsl) {
    logger.warn('AGS_CLIENT_VERIFY_SSL is false: ANYBODY ON THE WAY CAN PASS FOR THE PROVIDER')
  }
}

function withFlag(pass: Hallpass, settings: GuardSettings, isOn: Flag | undefined): Hallpass {
  const { flag, signOutPath, callbackPath, mode, baseUrl = '' } = settings
  const toggles = flag !== undefined && mode !== 'off' ? flag : undefined
  const path = toggles && togglePath(toggles)
  const slashed = [`${signOutPath}/`, `${callbackPath}/`]
  const guarded: Hallpass['handle'] = (exchange) => {
    const asked = pathOf(exchange.url)
    return slashed.includes(asked)
      ? { kind: 'reply', ...withoutSlash(exchange.url, asked) }
      : pass.handle(exchange)
  }
  if (isOn === undefined) return { ...pass, handle: guarded }
  type Choice<T> = (exchange: Exchange) => MaybePromise<T>
  const choose = <T>(exchange: Exchange, on: Choice<T>, off: Choice<T>): MaybePromise<T> => {
    const active = isOn(exchange)
    if (!(active instanceof Promise)) return active ? on(exchange) : off(exchange)
    return active.then((late) => (late ? on(exchange) : off(exchange)))
  }
  return {
    ...pass,
    handle(exchange) {
      if (toggles !== undefined && pathOf(exchange.url) === path) {
        return { kind: 'reply', ...toggle(toggles, exchange, baseUrl) }
      }
      return choose(exchange, guarded, unguarded)
    },
    visitor: (exchange) => choose(exchange, pass.visitor, unguardedVisitor),
  }
}

/** As ags_client, the routes may be asked for with a last slash. */
function withoutSlash(url: string, path: string): Reply {
  const location = path.slice(0, -1) + url.slice(path.length)
  return {
    status: 308,
    headers: [
      ['location', location],
      ['cache-control', 'no-store'],
    ],
  }
}
