/** AWS Cognito user pools, with the options and the environment of flask-cognito-lib. */
import type { AuthorizationServer } from 'oauth4webapi'
import type { ConfigIssue } from '../../errors.ts'
import { groupsFrom } from '../groups.ts'
import { perExchange } from '../per-exchange.ts'
import type { LoginProvider } from '../types.ts'
import { CognitoCookies, type CompatSettings } from './cognito-cookies.ts'
import {
  ENVIRONMENT_NAMES,
  type Environment,
  environmentOptions,
  withoutAbsent,
} from './cognito-env.ts'
import {
  type CognitoOptions,
  type CognitoPlainOptions,
  cognitoIssues,
  domainOrigin,
  regionOf,
} from './cognito-options.ts'

/**
 * Sign-in with an AWS Cognito user pool: authorization code with PKCE, state and nonce; groups
 * are those of `cognito:groups` in the verified access token. Nothing is asked of AWS before the
 * first login, and nothing is discovered: a pool's addresses follow from its id and domain.
 *
 * Options that are absent are read from `env` under the names of flask-cognito-lib; each of the
 * plain ones may be a function of the exchange. Faults are reported by `createHallpass`, all at
 * once (`invalid_config`), under the name by which the value was given.
 *
 * @example
 * cognito({
 *   userPoolId: 'eu-west-1_c7O90SNDF',
 *   domain: 'auth.shop.example',
 *   clientId: '4lln66726pp3f4gi1krj0sta9h',
 *   clientSecret: process.env.COGNITO_SECRET,
 * })
 */
export function cognito(
  options: CognitoOptions = {},
  env: Environment = globalThis.process?.env ?? {},
): LoginProvider {
  const {
    name = 'cognito',
    label = name,
    disabled,
    compatCookies = false,
    ...given
  } = options ?? {}
  const environment = environmentOptions({ ...given, disabled }, env)
  const { disabled: disabledByEnvironment = false, ...fallbacks } = environment.options
  const plain = { ...fallbacks, ...withoutAbsent(given) }
  const off = disabled ?? disabledByEnvironment

  function check(resolved: object): ConfigIssue[] {
    const issues = cognitoIssues({ ...resolved, name, label: options?.label }, compatCookies)
    return [...environment.issues, ...issues.map((issue) => named(issue, environment.filled))]
  }
  const resolver = perExchange<CognitoPlainOptions, CompatSettings>(plain, check, resolve)
  const clientOf: LoginProvider['resolve'] = (exchange) => resolver.resolve(exchange).client
  return {
    name: String(name),
    label: String(label),
    // With no login there is nothing to be missing, but what is written must be right.
    issues: [
      ...flagIssues({ disabled, compatCookies }),
      ...resolver.issues.filter(({ message }) => !off || !message.startsWith('is missing')),
    ],
    disabled: off,
    fixed: resolver.fixed,
    resolve: clientOf,
    // As flask-cognito-lib decides: by the access token, whatever else the ID token says.
    groups: ({ accessToken }) =>
      groupsFrom({ idToken: {}, userinfo: {}, accessToken }, 'cognito:groups'),
    ...(compatCookies &&
      !off && {
        backend: (sealed, context) =>
          new CognitoCookies(name, sealed, context, (exchange) => resolver.resolve(exchange)),
      }),
  }
}

/** Names a fault as the value was given: by its option, or by its environment variable. */
function named(issue: ConfigIssue, filled: ReadonlySet<string>): ConfigIssue {
  const option = issue.path.replace(/^login\./, '').split('.', 1)[0] ?? ''
  const variable = Object.entries(ENVIRONMENT_NAMES).find(([known]) => known === option)?.[1]
  if (variable === undefined) return issue
  if (filled.has(option)) return { path: variable, message: issue.message }
  if (issue.message !== 'is missing') return issue
  return { path: issue.path, message: `is missing: give it, or set ${variable}` }
}

function flagIssues(flags: Readonly<Record<string, unknown>>): ConfigIssue[] {
  return Object.entries(flags)
    .filter(([, value]) => value !== undefined && typeof value !== 'boolean')
    .map(([flag]) => ({ path: `login.${flag}`, message: 'must be true or false' }))
}

/** Only called with options that the schema has passed: the required ones are there. */
function resolve(options: CognitoPlainOptions): CompatSettings {
  const { userPoolId = '', domain = '', clientId = '', clientSecret } = options
  const { redirectUrl, logoutUrl, secretKey, cookieDomain } = options
  const region = options.region ?? regionOf(userPoolId)
  const refresh = options.refreshFlowEnabled ?? false
  const metadata = metadataOf(region, userPoolId, domainOrigin(domain, region), refresh)
  return {
    client: {
      issuer: metadata.issuer,
      clientId,
      ...(clientSecret !== undefined && { clientSecret }),
      scope: (options.scopes ?? ['openid']).join(' '),
      responseMode: 'query',
      // Cognito's ID token has all that its userinfo endpoint would say.
      userinfo: false,
      parameters: { ...options.parameters },
      clockTolerance: options.expirationLeeway ?? 0,
      metadata,
      ...(redirectUrl !== undefined && { redirectUri: redirectUrl }),
      ...(logoutUrl !== undefined && { logoutUri: logoutUrl }),
      dialect: 'cognito',
      refresh,
    },
    cookies: {
      age: options.cookieAge ?? 1800,
      ...(cookieDomain !== undefined && { domain: cookieDomain }),
      sameSite: options.cookieSameSite ?? 'lax',
      refreshAge: options.refreshCookieAge ?? 86_400,
      refreshEncrypted: options.refreshCookieEncrypted ?? true,
      ...(secretKey !== undefined && { secretKey }),
    },
  }
}

function metadataOf(
  region: string,
  userPoolId: string,
  origin: string,
  refresh: boolean,
): AuthorizationServer {
  const issuer = `https://cognito-idp.${region}.amazonaws.com/${userPoolId}`
  return {
    issuer,
    jwks_uri: `${issuer}/.well-known/jwks.json`,
    authorization_endpoint: `${origin}/oauth2/authorize`,
    token_endpoint: `${origin}/oauth2/token`,
    userinfo_endpoint: `${origin}/oauth2/userInfo`,
    // Cognito revokes refresh tokens alone, and answers 400 for any other.
    ...(refresh && { revocation_endpoint: `${origin}/oauth2/revoke` }),
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'none'],
    code_challenge_methods_supported: ['S256'],
  }
}
