/** What a login provider is to the rest of hallpass: the value that `oidc()` and `cognito()` return. */
import type { AuthorizationServer } from 'oauth4webapi'
import type { ConfigIssue } from '../errors.ts'
import type { Exchange } from '../http/exchange.ts'
import type { Ports } from '../http/ports.ts'
import type { CookieBackend } from '../session/backend.ts'
import type { LoginState, TokenSet } from '../session/state.ts'

/** How a client authenticates at the token endpoint (OpenID Connect Core §9). */
export type ClientAuthMethod =
  | 'client_secret_basic'
  | 'client_secret_post'
  | 'private_key_jwt'
  | 'none'

/** The private key of `private_key_jwt`: a JWK with `alg`, and `kid` where the provider wants one. */
export type PrivateJwk = Readonly<JsonWebKey> & { readonly alg: string; readonly kid?: string }

/** The verified claims that groups are read from. */
export interface VerifiedClaims {
  readonly idToken: Readonly<Record<string, unknown>>
  readonly userinfo: Readonly<Record<string, unknown>>
  /** Filled only where the preset verifies the access token as a JWT (Cognito). */
  readonly accessToken: Readonly<Record<string, unknown>>
}

/** One client at one provider, every option resolved. Plain data: equal text is an equal client. */
export interface ProviderSettings {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret?: string
  /** Absent: chosen by what is given and what the provider offers. */
  readonly clientAuth?: ClientAuthMethod
  readonly privateKey?: PrivateJwk
  /** Space-separated, with `openid`. */
  readonly scope: string
  readonly responseMode: 'query' | 'form_post'
  readonly userinfo: boolean
  /** Further parameters of the authorization request. */
  readonly parameters: Readonly<Record<string, string>>
  /** Seconds of clock difference that are forgiven when a token's times are checked. */
  readonly clockTolerance: number
  /** Metadata that is known without discovery. */
  readonly metadata?: AuthorizationServer
  /** Where the provider sends the browser back to; by default the base URL and the callback route. */
  readonly redirectUri?: string
  /** Where the provider sends the browser after a logout; by default the loggedOut route. */
  readonly logoutUri?: string
  /** `cognito`: the access token is a JWT to be verified, and the logout is Cognito's own. */
  readonly dialect: 'oidc' | 'cognito'
  /** Whether refresh tokens are kept and used. */
  readonly refresh: boolean
}

/** A provider as configured: what `oidc()` and `cognito()` return, and `createHallpass` takes. */
export interface LoginProvider {
  /** Tells providers apart; part of the callback path when there are several. */
  readonly name: string
  /** What is shown where a visitor chooses between several providers. */
  readonly label: string
  /** Everything that is wrong in the options, found at construction. */
  readonly issues: readonly ConfigIssue[]
  /** Development only: no login, and every check passes. */
  readonly disabled: boolean
  /** No option is a function: every request resolves to the same settings. */
  readonly fixed: boolean
  /** The settings for one request: options that are functions of the exchange are called here. */
  resolve(exchange: Exchange | undefined): ProviderSettings
  /**
   * The groups in verified claims: after a login all of them; after a refresh the new ID token,
   * and as `userinfo` what is known of the user.
   */
  groups(claims: VerifiedClaims): readonly string[]
  /** The claim that lists the groups; absent where `groups` finds them in a way of its own. */
  readonly groupsClaim?: string
  /** Another way to keep the session than the sealed cookie alone (Cognito's `compatCookies`). */
  backend?(sealed: CookieBackend, context: BackendContext): CookieBackend
}

/** What a provider's own session backend may use. */
export interface BackendContext extends Ports {
  /**
   * Verifies tokens of this provider that came in a cookie: signature, issuer, client, expiry;
   * as at a login, but without a nonce. Undefined: they are not good.
   */
  verify(tokens: TokenSet, exchange: Exchange): Promise<LoginState | undefined>
}
