/** Any OpenID Connect provider, found by its issuer. */
import * as v from 'valibot'
import { isSample, SAMPLE } from '../crypto/placeholder.ts'
import type { ConfigIssue } from '../errors.ts'
import { checkOptions } from '../options/check.ts'
import { safeUrl } from '../options/safe-url.ts'
import { isRecord } from '../session/state.ts'
import { groupsFrom } from './groups.ts'
import { type PerExchange, perExchange } from './per-exchange.ts'
import type {
  ClientAuthMethod,
  LoginProvider,
  PrivateJwk,
  ProviderSettings,
  VerifiedClaims,
} from './types.ts'

/**
 * The options of a client at a provider. Each may be a function of the exchange. `undefined`, as
 * an environment variable may be, is reported as missing.
 */
export interface OidcClientOptions {
  /** The provider's issuer identifier: https; http only on a loopback address or `*.localhost`. */
  readonly issuer: string | undefined
  readonly clientId: string | undefined
  /** Absent for a public client, which authenticates by PKCE alone. */
  readonly clientSecret?: string | undefined
  /**
   * How the client authenticates. By default `private_key_jwt` with a `privateKey`; with a
   * secret `client_secret_basic`, or `client_secret_post` where the provider offers no basic;
   * `none` without either.
   */
  readonly clientAuth?: ClientAuthMethod | undefined
  /** The private key of `private_key_jwt` (RFC 7523), a JWK with `alg`. */
  readonly privateKey?: PrivateJwk | undefined
  /** Space-separated; default `openid profile email`. */
  readonly scope?: string | undefined
  /**
   * How the provider sends the answer; default `query`. The cookie of `form_post` is `Secure` and
   * `SameSite=None`: on http, browsers keep it on this machine only, and Safari not even there.
   */
  readonly responseMode?: 'query' | 'form_post' | undefined
  /** Whether to ask the userinfo endpoint after a login; default true. */
  readonly userinfo?: boolean | undefined
  /** Further parameters of every authorization request: `prompt`, `audience`, `resource`, … */
  readonly parameters?: Readonly<Record<string, string>> | undefined
  /** Seconds of clock difference to forgive; default 30. */
  readonly clockTolerance?: number | undefined
  /** The redirect URI as registered; default the base URL and the callback route. */
  readonly redirectUri?: string | undefined
  /** The post-logout redirect URI as registered; default the base URL and the loggedOut route. */
  readonly logoutUri?: string | undefined
  /** Whether refresh tokens are kept and used; default true. */
  readonly refresh?: boolean | undefined
}

/** The options of `oidc()`. */
export interface OidcOptions extends PerExchange<OidcClientOptions> {
  /** Tells providers apart when there are several: letters, digits, `-`, `_`. Default `oidc`. */
  readonly name?: string
  /** Shown where a visitor chooses between providers; default the name. */
  readonly label?: string
  /** The claim that lists the user's groups, or a function of the claims; default `groups`. */
  readonly groups?: string | ((claims: VerifiedClaims) => readonly string[])
}

const text = v.pipe(v.string(), v.minLength(1, 'must not be empty'))

const schema: v.StrictObjectSchema<v.ObjectEntries, undefined> = v.strictObject({
  issuer: safeUrl,
  clientId: text,
  clientSecret: v.optional(
    v.pipe(
      v.string(),
      v.minLength(1, 'must not be empty: leave it out for a public client'),
      v.check((secret) => !isSample(secret), `${SAMPLE}: write what the provider gave`),
    ),
  ),
  clientAuth: v.optional(
    v.picklist(['client_secret_basic', 'client_secret_post', 'private_key_jwt', 'none']),
  ),
  privateKey: v.optional(
    v.looseObject({
      kty: v.string(),
      alg: v.string('must have alg, such as ES256'),
      d: v.string(),
    }),
  ),
  scope: v.optional(v.pipe(text, v.regex(/(^| )openid( |$)/, 'must contain openid'))),
  responseMode: v.optional(v.picklist(['query', 'form_post'])),
  userinfo: v.optional(v.boolean()),
  parameters: v.optional(v.record(v.string(), v.string())),
  clockTolerance: v.optional(
    v.pipe(v.number(), v.minValue(0, 'must be 0 or more'), v.maxValue(300, 'must be at most 300')),
  ),
  redirectUri: v.optional(safeUrl),
  logoutUri: v.optional(safeUrl),
  refresh: v.optional(v.boolean()),
  name: v.optional(v.string()),
  label: v.optional(text),
  groups: v.optional(
    v.union(
      [text, v.custom<unknown>((value) => typeof value === 'function')],
      'must be the name of a claim, or a function of the claims',
    ),
  ),
})

/** Stands for options that were not given: what they must have is then reported as missing. */
const NO_OPTIONS: OidcOptions = { issuer: undefined, clientId: undefined }

/** Parameters that hallpass makes itself: an option of the same name would break the flow. */
const OWN_PARAMETERS = [
  'client_id',
  'code_challenge',
  'code_challenge_method',
  'nonce',
  'redirect_uri',
  'response_mode',
  'response_type',
  'scope',
  'state',
  'request',
  'request_uri',
]

/**
 * Sign-in with an OpenID Connect provider: authorization code with PKCE, state, nonce.
 * Nothing is asked of the provider before the first login.
 *
 * Faults in the options are reported by `createHallpass`, all at once (`invalid_config`).
 *
 * @example
 * oidc({ issuer: 'https://accounts.example', clientId: 'shop', clientSecret: process.env.SECRET })
 */
export function oidc(options: OidcOptions): LoginProvider {
  const given = isRecord(options) ? options : NO_OPTIONS
  const { name = 'oidc', label = name, groups = 'groups', ...client } = given
  const check = (plain: object) => [
    ...checkOptions(schema, { ...plain, name, label: given.label, groups }, 'login'),
    ...contradictions(plain),
  ]
  const resolver = perExchange<OidcClientOptions, ProviderSettings>(client, check, settings)
  return {
    name: String(name),
    label: String(label),
    issues: resolver.issues,
    disabled: false,
    fixed: resolver.fixed,
    resolve: resolver.resolve,
    ...(typeof groups === 'function'
      ? { groups }
      : { groups: (claims) => groupsFrom(claims, groups), groupsClaim: groups }),
  }
}

function contradictions(options: object): ConfigIssue[] {
  const issues: ConfigIssue[] = []
  const say = (option: string, message: string) => issues.push({ path: `login.${option}`, message })
  // What is a function gives its value with a request, and is checked then.
  const plain = Object.entries(options).filter(([, value]) => typeof value !== 'function')
  const { clientAuth, clientSecret, privateKey, parameters }: Record<string, unknown> =
    Object.fromEntries(plain)
  if (clientSecret !== undefined && privateKey !== undefined) {
    say('privateKey', 'contradicts clientSecret: give one of them')
  }
  if (clientAuth === 'private_key_jwt' && privateKey === undefined) say('privateKey', 'is missing')
  if (String(clientAuth).startsWith('client_secret_') && clientSecret === undefined) {
    say('clientSecret', `is missing, and clientAuth ${clientAuth} needs it`)
  }
  if (clientAuth === 'none' && (clientSecret !== undefined || privateKey !== undefined)) {
    const other = clientSecret === undefined ? 'privateKey' : 'clientSecret'
    say('clientAuth', `none contradicts ${other}: leave one of them out`)
  }
  for (const parameter of Object.keys(parameters ?? {})) {
    if (OWN_PARAMETERS.includes(parameter)) {
      say(`parameters.${parameter}`, 'is set by hallpass: leave it out')
    }
  }
  return issues
}

/** Only called with options that the schema has passed: the required ones are there. */
function settings(options: OidcClientOptions): ProviderSettings {
  const {
    issuer = '',
    clientId = '',
    clientSecret,
    privateKey,
    clientAuth,
    redirectUri,
    logoutUri,
  } = options
  return {
    issuer,
    clientId,
    ...(clientSecret !== undefined && { clientSecret }),
    ...(privateKey !== undefined && { privateKey }),
    ...(clientAuth !== undefined && { clientAuth }),
    ...(redirectUri !== undefined && { redirectUri }),
    ...(logoutUri !== undefined && { logoutUri }),
    scope: options.scope ?? 'openid profile email',
    responseMode: options.responseMode ?? 'query',
    userinfo: options.userinfo ?? true,
    parameters: options.parameters ?? {},
    clockTolerance: options.clockTolerance ?? 30,
    dialect: 'oidc',
    refresh: options.refresh ?? true,
  }
}
