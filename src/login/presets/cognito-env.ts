/** The environment names of flask-cognito-lib, for options that are not given. */
import type { ConfigIssue } from '../../errors.ts'
import type { CognitoPlainOptions } from './cognito-options.ts'

/** Which name fills which option. `SECRET_KEY` is Flask's own. */
export const ENVIRONMENT_NAMES = {
  region: 'AWS_REGION',
  userPoolId: 'AWS_COGNITO_USER_POOL_ID',
  domain: 'AWS_COGNITO_DOMAIN',
  clientId: 'AWS_COGNITO_USER_POOL_CLIENT_ID',
  clientSecret: 'AWS_COGNITO_USER_POOL_CLIENT_SECRET',
  redirectUrl: 'AWS_COGNITO_REDIRECT_URL',
  logoutUrl: 'AWS_COGNITO_LOGOUT_URL',
  scopes: 'AWS_COGNITO_SCOPES',
  expirationLeeway: 'AWS_COGNITO_EXPIRATION_LEEWAY',
  refreshFlowEnabled: 'AWS_COGNITO_REFRESH_FLOW_ENABLED',
  cookieAge: 'AWS_COGNITO_COOKIE_AGE_SECONDS',
  cookieDomain: 'AWS_COGNITO_COOKIE_DOMAIN',
  cookieSameSite: 'AWS_COGNITO_COOKIE_SAMESITE',
  refreshCookieEncrypted: 'AWS_COGNITO_REFRESH_COOKIE_ENCRYPTED',
  refreshCookieAge: 'AWS_COGNITO_REFRESH_COOKIE_AGE_SECONDS',
  secretKey: 'SECRET_KEY',
  disabled: 'AWS_COGNITO_DISABLED',
} as const

type EnvironmentOption = keyof typeof ENVIRONMENT_NAMES

/** The variables of an environment, as `process.env` has them. */
export type Environment = Readonly<Record<string, string | undefined>>

/** What an environment says. */
export interface EnvironmentOptions {
  readonly options: CognitoPlainOptions & { readonly disabled?: boolean | undefined }
  /** The options that it filled. */
  readonly filled: ReadonlySet<string>
  /** Values that are no number or no yes and no. */
  readonly issues: readonly ConfigIssue[]
}

/**
 * The options that the environment fills: those that are not `given`. An empty variable counts
 * as absent. Python's `True` and `False` are understood; `maybe` is a fault, not false.
 */
export function environmentOptions(
  given: Readonly<Record<string, unknown>>,
  env: Environment,
): EnvironmentOptions {
  const filled = new Set<string>()
  const issues: ConfigIssue[] = []

  function text(option: EnvironmentOption): string | undefined {
    if (given[option] !== undefined) return undefined
    const value = env[ENVIRONMENT_NAMES[option]]?.trim()
    if (value === undefined || value === '') return undefined
    filled.add(option)
    return value
  }

  function boolean(option: EnvironmentOption): boolean | undefined {
    const value = text(option)?.toLowerCase()
    if (value === undefined) return undefined
    if (value === 'true' || value === '1') return true
    if (value === 'false' || value === '0') return false
    issues.push({ path: ENVIRONMENT_NAMES[option], message: 'must be true or false' })
    return undefined
  }

  function seconds(option: EnvironmentOption): number | undefined {
    const value = text(option)
    if (value === undefined) return undefined
    if (/^\d{1,10}$/.test(value)) return Number(value)
    issues.push({ path: ENVIRONMENT_NAMES[option], message: 'must be a whole number of seconds' })
    return undefined
  }

  const values = {
    region: text('region'),
    userPoolId: text('userPoolId'),
    domain: text('domain'),
    clientId: text('clientId'),
    clientSecret: text('clientSecret'),
    redirectUrl: text('redirectUrl'),
    logoutUrl: text('logoutUrl'),
    scopes: text('scopes')?.split(/[\s,]+/),
    expirationLeeway: seconds('expirationLeeway'),
    refreshFlowEnabled: boolean('refreshFlowEnabled'),
    cookieAge: seconds('cookieAge'),
    cookieDomain: text('cookieDomain'),
    cookieSameSite: sameSite(text('cookieSameSite'), issues),
    refreshCookieEncrypted: boolean('refreshCookieEncrypted'),
    refreshCookieAge: seconds('refreshCookieAge'),
    secretKey: text('secretKey'),
    disabled: boolean('disabled'),
  }
  return { options: withoutAbsent(values), filled, issues }
}

/** `Lax` and `lax` are the same to Python. */
function sameSite(
  value: string | undefined,
  issues: ConfigIssue[],
): CognitoPlainOptions['cookieSameSite'] {
  const word = value?.toLowerCase()
  if (word === undefined || word === 'lax' || word === 'strict' || word === 'none') return word
  issues.push({
    path: ENVIRONMENT_NAMES.cookieSameSite,
    message: 'must be lax, strict or none',
  })
  return undefined
}

/** The entries that have a value, so that they can be spread over others. */
export function withoutAbsent<T extends object>(values: T): Partial<T> {
  const present: Partial<T> = { ...values }
  for (const key of Object.keys(values)) {
    if (Reflect.get(values, key) === undefined) Reflect.deleteProperty(present, key)
  }
  return present
}
