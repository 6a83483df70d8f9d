/** From the environment to the settings of a guard. */
import { appendFileSync } from 'node:fs'
import type { ConfigIssue } from '../errors.ts'
import type { PathRule } from '../guard/rules.ts'
import { guardedPaths } from './paths.ts'
import { codeOf, type Environment, EnvironmentReader } from './read.ts'

/** What an environment says; where it is wrong, a default stands in, and nothing is started. */
export interface GuardSettings {
  readonly issuer: string | undefined
  readonly clientId: string | undefined
  readonly clientSecret: string | undefined
  readonly rules: readonly PathRule[]
  readonly defaultAccess: 'public' | 'login' | 'deny'
  readonly mode: 'enforce' | 'report' | 'off'
  /** With a first slash and without a last one, as is the callback's. */
  readonly signOutPath: string
  readonly callbackPath: string
  readonly sessionCookie: string
  /** Undefined: one is made at the start. */
  readonly sessionSecret: string | undefined
  readonly debug: boolean
  readonly logPath: string | undefined
  /** Undefined where neither of its two settings is given. */
  readonly flag: FlagSettings | undefined
  readonly verifySsl: boolean
  readonly baseUrl: string | undefined
  readonly trustedProxies: readonly string[]
}

/** The feature flag. */
export interface FlagSettings {
  readonly cookie: string
  readonly byDefault: boolean
}

/** Reads all settings, and all that is wrong with them. */
export function readSettings(env: Environment): {
  settings: GuardSettings
  issues: readonly ConfigIssue[]
} {
  const read = new EnvironmentReader(env)
  const defaultAccess = read.word('HALLPASS_DEFAULT_ACCESS', ['public', 'login', 'deny'], 'public')
  const settings: GuardSettings = {
    issuer: read.text('AGS_CLIENT_ISSUER'),
    clientId: read.text('AGS_CLIENT_ID'),
    clientSecret: read.secret('AGS_CLIENT_SECRET'),
    rules: rulesOf(read, defaultAccess),
    defaultAccess,
    mode: read.word('HALLPASS_GUARD_MODE', ['enforce', 'report', 'off'], 'enforce'),
    signOutPath: pathOf(read.text('AGS_CLIENT_SIGN_OUT_PATH') ?? 'sign-out'),
    callbackPath: pathOf(read.text('AGS_CLIENT_CALLBACK_PATH') ?? 'oidc_callback'),
    sessionCookie: read.text('AGS_CLIENT_SESSION_COOKIE') ?? 'ags_client_session',
    sessionSecret: read.secret('AGS_CLIENT_SESSION_SECRET'),
    debug: read.flag('AGS_CLIENT_DEBUG', false),
    logPath: logPathOf(read),
    flag: flagOf(read),
    verifySsl: read.flag('AGS_CLIENT_VERIFY_SSL', true),
    baseUrl: read.text('HALLPASS_BASE_URL'),
    trustedProxies: listOf(read.text('HALLPASS_TRUSTED_PROXIES')),
  }
  if (settings.clientSecret === undefined) read.fault('AGS_CLIENT_SECRET', 'is missing')
  if (settings.flag?.cookie === settings.sessionCookie) {
    read.fault('AGS_CLIENT_FEATURE_FLAG_COOKIE', 'is the name of the session cookie, too')
  }
  return { settings, issues: read.issues }
}

/** No paths is a fault where nothing else would be guarded. */
function rulesOf(read: EnvironmentReader, defaultAccess: string): readonly PathRule[] {
  const name = 'AGS_CLIENT_AUTHENTICATED_PATHS'
  const text = defaultAccess === 'public' ? read.required(name) : read.text(name)
  const { rules, faults } = text === undefined ? { rules: [], faults: [] } : guardedPaths(text)
  for (const fault of faults) read.fault(name, fault)
  return rules
}

function pathOf(text: string): string {
  return `/${text.replace(/^\/|\/$/g, '')}`
}

function listOf(text = ''): readonly string[] {
  return text.split(',').flatMap((part) => part.trim() || [])
}

/** Whether the file can be written is known at the start, not with the first line. */
function logPathOf(read: EnvironmentReader): string | undefined {
  const path = read.text('AGS_CLIENT_LOG_PATH')
  if (path === undefined) return undefined
  try {
    appendFileSync(path, '')
    return path
  } catch (error) {
    read.fault('AGS_CLIENT_LOG_PATH', `names a file that cannot be written (${codeOf(error)})`)
    return undefined
  }
}

function flagOf(read: EnvironmentReader): FlagSettings | undefined {
  const name = read.text('AGS_CLIENT_FEATURE_FLAG_COOKIE')
  const given = read.text('AGS_CLIENT_FEATURE_FLAG_DEFAULT')
  if (name === undefined && given === undefined) return undefined
  const cookie = name ?? 'ags_client_active'
  if (!/^[\w-]{1,64}$/.test(cookie)) {
    read.fault('AGS_CLIENT_FEATURE_FLAG_COOKIE', 'must be letters, digits, - and _')
  }
  return { cookie, byDefault: read.flag('AGS_CLIENT_FEATURE_FLAG_DEFAULT', true) }
}
