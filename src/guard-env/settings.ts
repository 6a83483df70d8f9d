/** From the environment to the settings of a guard. */
import { appendFileSync } from 'node:fs'
import type { Access } from '../guard/access.ts'
import type { PathRule } from '../guard/rules.ts'
import type { Theme } from '../http/page-theme.ts'
import type { LoadedConfig } from './config-file.ts'
import type { Name } from './names.ts'
import { codeOf, type EnvironmentReader } from './read.ts'
import { defaultOf, rulesOf } from './rules-of.ts'

/** What an environment says; where it is wrong, a default stands in, and nothing is started. */
export interface GuardSettings {
  readonly issuer: string | undefined
  readonly clientId: string | undefined
  readonly clientSecret: string | undefined
  /** In the order in which they are asked. */
  readonly rules: readonly PathRule[]
  readonly defaultAccess: Access
  readonly mode: 'enforce' | 'report' | 'off'
  /** With a first slash and without a last one, as is the callback's. */
  readonly signOutPath: string
  readonly callbackPath: string
  readonly sessionCookie: string
  /** Undefined: one is made at the start. */
  readonly sessionSecret: string | undefined
  /** Reads what it wrote, until that is over. */
  readonly oldSessionSecret: string | undefined
  /** Seconds; undefined for the default of `createHallpass`, as is the next. */
  readonly sessionIdle: number | undefined
  readonly sessionAbsolute: number | undefined
  readonly scope: string
  readonly groupsClaim: string
  readonly debug: boolean
  readonly logPath: string | undefined
  /** Undefined where neither of its two settings is given. */
  readonly flag: FlagSettings | undefined
  readonly verifySsl: boolean
  /** As they are given, the main one first. */
  readonly baseUrls: readonly string[]
  readonly trustedProxies: readonly string[]
  /** The path to go to after a sign-out; the sign-out path itself for the app's page there. */
  readonly afterSignOut: string | undefined
  readonly signInPage: boolean
  readonly theme: Theme | undefined
}

/** The feature flag. */
export interface FlagSettings {
  readonly cookie: string
  readonly byDefault: boolean
}

/** Reads all settings. What is wrong with them is in the reader. */
export function readSettings(read: EnvironmentReader, loaded: LoadedConfig): GuardSettings {
  const defaultAccess = defaultOf(read, loaded)
  const settings: GuardSettings = {
    issuer: read.text('AGS_CLIENT_ISSUER'),
    clientId: read.text('AGS_CLIENT_ID'),
    clientSecret: read.secret('AGS_CLIENT_SECRET'),
    rules: rulesOf(read, loaded, defaultAccess),
    defaultAccess,
    mode: read.word('HALLPASS_GUARD_MODE', ['enforce', 'report', 'off'], 'enforce'),
    signOutPath: pathOf(read.text('AGS_CLIENT_SIGN_OUT_PATH') ?? 'sign-out'),
    callbackPath: pathOf(read.text('AGS_CLIENT_CALLBACK_PATH') ?? 'oidc_callback'),
    sessionCookie: read.text('AGS_CLIENT_SESSION_COOKIE') ?? 'ags_client_session',
    sessionSecret: read.secret('AGS_CLIENT_SESSION_SECRET'),
    oldSessionSecret: read.secret('HALLPASS_SESSION_SECRET_OLD'),
    sessionIdle: read.seconds('HALLPASS_SESSION_IDLE'),
    sessionAbsolute: read.seconds('HALLPASS_SESSION_ABSOLUTE'),
    // The scopes that ags_client asks for: a client may be allowed no others.
    scope: read.text('HALLPASS_SCOPE') ?? 'openid profile',
    groupsClaim: read.text('HALLPASS_GROUPS_CLAIM') ?? 'groups',
    debug: read.flag('AGS_CLIENT_DEBUG', false),
    logPath: logPathOf(read),
    flag: flagOf(read),
    verifySsl: read.flag('AGS_CLIENT_VERIFY_SSL', true),
    baseUrls: listOf(read.text('HALLPASS_BASE_URL')),
    trustedProxies: listOf(read.text('HALLPASS_TRUSTED_PROXIES')),
    afterSignOut: read.text('HALLPASS_AFTER_SIGN_OUT'),
    signInPage: read.flag('HALLPASS_SIGN_IN_PAGE', false),
    theme: themeOf(read, loaded),
  }
  if (settings.clientSecret === undefined) read.fault('AGS_CLIENT_SECRET', 'is missing')
  if (settings.flag?.cookie === settings.sessionCookie) {
    read.fault('AGS_CLIENT_FEATURE_FLAG_COOKIE', 'is the name of the session cookie, too')
  }
  if (settings.oldSessionSecret !== undefined && settings.sessionSecret === undefined) {
    read.fault('HALLPASS_SESSION_SECRET_OLD', 'needs AGS_CLIENT_SESSION_SECRET, the new one')
  }
  return settings
}

const THEME: readonly (readonly [part: keyof Theme, name: Name])[] = [
  ['name', 'HALLPASS_THEME_NAME'],
  ['logo', 'HALLPASS_THEME_LOGO'],
  ['accent', 'HALLPASS_THEME_ACCENT'],
  ['accentDark', 'HALLPASS_THEME_ACCENT_DARK'],
  ['contact', 'HALLPASS_THEME_CONTACT'],
]

function themeOf(read: EnvironmentReader, { config, where }: LoadedConfig): Theme | undefined {
  const theme: { -readonly [Part in keyof Theme]: Theme[Part] } = { ...config.theme }
  for (const [part, name] of THEME) {
    const value = read.text(name)
    if (value === undefined) continue
    if (theme[part] !== undefined) read.contradiction(name, `${where}theme.${part}`)
    theme[part] = part === 'accent' || part === 'accentDark' ? colourOf(value) : value
  }
  return Object.keys(theme).length === 0 ? undefined : theme
}

/** In an env file, what follows a bare `#` is a comment: a colour may do without. */
function colourOf(text: string): string {
  return /^[0-9a-f]{6}$/i.test(text) ? `#${text}` : text
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
