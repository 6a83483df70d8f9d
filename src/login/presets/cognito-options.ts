/** The options of `cognito()`: what they are, and what can be wrong in them. */
import * as v from 'valibot'
import type { ConfigIssue } from '../../errors.ts'
import { checkOptions, type OptionsSchema } from '../../options/check.ts'
import { safeUrl } from '../../options/safe-url.ts'
import type { PerExchange } from '../per-exchange.ts'

/** Parameters that only Cognito's authorize endpoint knows. */
export interface CognitoParameters {
  /** Skips the choice of an identity provider: `COGNITO`, `Google`, the name of a SAML provider. */
  readonly identity_provider?: string
  /** Chooses the identity provider by its identifier, such as the domain of an e-mail address. */
  readonly idp_identifier?: string
  /** The language of the managed login pages: `de`, `pt-BR`. */
  readonly lang?: string
  /** The API that the access token is for (RFC 8707). */
  readonly resource?: string
}

/**
 * The options that may each be a function of the exchange. Those that are absent are read from
 * the environment, under the names of flask-cognito-lib.
 */
export interface CognitoPlainOptions {
  /** The AWS region; default that of the user pool's id. `AWS_REGION` */
  readonly region?: string | undefined
  /** Such as `eu-west-1_c7O90SNDF`. `AWS_COGNITO_USER_POOL_ID` */
  readonly userPoolId?: string | undefined
  /**
   * The pool's domain: a custom one (`auth.shop.example`), Cognito's in full
   * (`https://shop.auth.eu-west-1.amazoncognito.com`), or its prefix (`shop`).
   * `AWS_COGNITO_DOMAIN`
   */
  readonly domain?: string | undefined
  /** The app client's id. `AWS_COGNITO_USER_POOL_CLIENT_ID` */
  readonly clientId?: string | undefined
  /** Absent for a public client. `AWS_COGNITO_USER_POOL_CLIENT_SECRET` */
  readonly clientSecret?: string | undefined
  /**
   * The callback URL as registered at the app client; default the base URL and the callback
   * route. `AWS_COGNITO_REDIRECT_URL`
   */
  readonly redirectUrl?: string | undefined
  /**
   * The sign-out URL as registered at the app client; default the base URL and the loggedOut
   * route. `AWS_COGNITO_LOGOUT_URL`
   */
  readonly logoutUrl?: string | undefined
  /**
   * Default `['openid']`, with which the ID token has every attribute that the app client may
   * read. In the environment separated by spaces or commas. `AWS_COGNITO_SCOPES`
   */
  readonly scopes?: readonly string[] | undefined
  /** What the login page is asked beside the usual: which identity provider, which language. */
  readonly parameters?: CognitoParameters | undefined
  /** Seconds that a token is good for after its expiry; default 0. `AWS_COGNITO_EXPIRATION_LEEWAY` */
  readonly expirationLeeway?: number | undefined
  /** Whether refresh tokens are kept and used; default false. `AWS_COGNITO_REFRESH_FLOW_ENABLED` */
  readonly refreshFlowEnabled?: boolean | undefined
  /**
   * Life of the cookies with the access token and the ID token, in seconds; default 1800.
   * Of `compatCookies`, as are the options below. `AWS_COGNITO_COOKIE_AGE_SECONDS`
   */
  readonly cookieAge?: number | undefined
  /** Default: only the host that sets the cookies. `AWS_COGNITO_COOKIE_DOMAIN` */
  readonly cookieDomain?: string | undefined
  /** Default `lax`. `AWS_COGNITO_COOKIE_SAMESITE` */
  readonly cookieSameSite?: 'lax' | 'strict' | 'none' | undefined
  /** Whether the refresh token is Fernet-encrypted; default true. `AWS_COGNITO_REFRESH_COOKIE_ENCRYPTED` */
  readonly refreshCookieEncrypted?: boolean | undefined
  /** Life of the cookie with the refresh token, in seconds; default 86400. `AWS_COGNITO_REFRESH_COOKIE_AGE_SECONDS` */
  readonly refreshCookieAge?: number | undefined
  /** The `SECRET_KEY` of the Flask apps, whose SHA-256 encrypts the refresh token. `SECRET_KEY` */
  readonly secretKey?: string | undefined
}

/** The options of `cognito()`. */
export interface CognitoOptions extends PerExchange<CognitoPlainOptions> {
  /** Tells providers apart when there are several: letters, digits, `-`, `_`. Default `cognito`. */
  readonly name?: string | undefined
  /** Shown where a visitor chooses between providers; default the name. */
  readonly label?: string | undefined
  /** For development only: no login, and every check passes. Default false. `AWS_COGNITO_DISABLED` */
  readonly disabled?: boolean | undefined
  /**
   * Keep the tokens in the three cookies that flask-cognito-lib 1.9 sets and reads, so that a
   * visitor is signed in to services of both kinds at once. Default false.
   */
  readonly compatCookies?: boolean | undefined
}

const REGION = '[a-z]{2}(?:-[a-z]+)+-\\d'
const USER_POOL_ID = new RegExp(`^${REGION}_[0-9A-Za-z]{1,55}$`)

const text = v.pipe(v.string(), v.minLength(1, 'must not be empty'))
const seconds = v.pipe(
  v.number(),
  v.integer('must be a whole number of seconds'),
  v.minValue(0, 'must be 0 or more'),
)
const scopes = v.pipe(
  v.array(v.pipe(v.string(), v.regex(/^[\x21\x23-\x5b\x5d-\x7e]+$/, 'is not a scope'))),
  v.check((list) => list.includes('openid'), 'must contain openid'),
)

const schema: OptionsSchema = v.strictObject({
  region: v.optional(
    v.pipe(v.string(), v.regex(new RegExp(`^${REGION}$`), 'must be an AWS region: eu-west-1')),
  ),
  userPoolId: v.pipe(v.string(), v.regex(USER_POOL_ID, 'must be like eu-west-1_c7O90SNDF')),
  domain: v.pipe(
    v.string(),
    v.check(isDomain, 'must be a host name or the prefix of one: auth.shop.example, shop'),
  ),
  clientId: v.pipe(v.string(), v.regex(/^[\w+]{1,128}$/, 'must be the id of an app client')),
  clientSecret: v.optional(
    v.pipe(v.string(), v.minLength(1, 'must not be empty: leave it out for a public client')),
  ),
  redirectUrl: v.optional(safeUrl),
  logoutUrl: v.optional(safeUrl),
  scopes: v.optional(scopes),
  parameters: v.optional(
    v.strictObject({
      identity_provider: v.optional(text),
      idp_identifier: v.optional(text),
      lang: v.optional(text),
      resource: v.optional(text),
    }),
  ),
  expirationLeeway: v.optional(v.pipe(seconds, v.maxValue(300, 'must be at most 300'))),
  refreshFlowEnabled: v.optional(v.boolean()),
  cookieAge: v.optional(seconds),
  cookieDomain: v.optional(
    v.pipe(v.string(), v.regex(/^\.?(?:[a-z0-9-]+\.)*[a-z0-9-]+$/i, 'must be a host name')),
  ),
  cookieSameSite: v.optional(v.picklist(['lax', 'strict', 'none'], 'must be lax, strict or none')),
  refreshCookieEncrypted: v.optional(v.boolean()),
  refreshCookieAge: v.optional(seconds),
  secretKey: v.optional(text),
  name: v.optional(v.string()),
  label: v.optional(text),
})

/** The faults of options whose values are known; functions of the exchange are faults here too. */
export function cognitoIssues(options: object, compatCookies: boolean): ConfigIssue[] {
  return [...checkOptions(schema, options, 'login'), ...contradictions(options, compatCookies)]
}

function contradictions(options: CognitoPlainOptions, compatCookies: boolean): ConfigIssue[] {
  const issues: ConfigIssue[] = []
  const { region, userPoolId } = options
  if (typeof region === 'string' && typeof userPoolId === 'string') {
    if (USER_POOL_ID.test(userPoolId) && regionOf(userPoolId) !== region) {
      issues.push({
        path: 'login.region',
        message: `is not that of the user pool: give the option region, ${regionOf(userPoolId)}`,
      })
    }
  }
  const { refreshFlowEnabled, refreshCookieEncrypted, secretKey } = options
  const encrypts = compatCookies && refreshFlowEnabled === true && refreshCookieEncrypted !== false
  if (encrypts && secretKey === undefined) {
    issues.push({ path: 'login.secretKey', message: 'is missing' })
  }
  return issues
}

/** The region that a user pool's id begins with. */
export function regionOf(userPoolId: string): string {
  return userPoolId.split('_', 1)[0] ?? ''
}

/** `https://` and the host of the pool's domain. */
export function domainOrigin(domain: string, region: string): string {
  const host = bareHost(domain)
  return `https://${host.includes('.') ? host : `${host}.auth.${region}.amazoncognito.com`}`
}

function bareHost(domain: string): string {
  return domain
    .replace(/^https:\/\//i, '')
    .replace(/\/$/, '')
    .toLowerCase()
}

function isDomain(domain: string): boolean {
  return /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/.test(
    bareHost(domain),
  )
}
