/** Short-lived tokens for APIs, which PyJWT reads and writes, and the guard that asks for one. */

export type { ErrorFormat } from './http/error-format.ts'
export type { MaybePromise } from './http/exchange.ts'
export type { Logger } from './http/ports.ts'
export type { RequestGuard } from './http/request-guard.ts'
export { accessTokens } from './login/access-tokens.ts'
export type { AccessTokensOptions } from './login/access-tokens-options.ts'
export type { LoginProvider } from './login/types.ts'
export type { Clock } from './signing/clock.ts'
export type { Secret, Secrets } from './signing/secrets.ts'
export { createTokens, type Tokens } from './tokens/create.ts'
export { type TokenEndpoints, tokenEndpoints } from './tokens/endpoints/create.ts'
export type { Credentials } from './tokens/endpoints/credentials.ts'
export type { LoginLimitOptions } from './tokens/endpoints/limits.ts'
export type { TokenEndpointsOptions, TokenPaths } from './tokens/endpoints/options.ts'
export type { ListedSession } from './tokens/endpoints/sessions.ts'
export type { TryLimit, TryStore } from './tokens/endpoints/tries.ts'
export type { TokensOptions } from './tokens/options.ts'
export { createRefreshTokens } from './tokens/refresh/create.ts'
export type { JsonObject, JsonValue } from './tokens/refresh/json.ts'
export type { RefreshStore, RefreshTokensOptions } from './tokens/refresh/options.ts'
export type {
  RefreshGrant,
  RefreshResult,
  RefreshSession,
  RefreshTokens,
} from './tokens/refresh/types.ts'
export type { JsonWebKeySet, TokenJwk } from './tokens/signing-keys.ts'
export type {
  InputOf,
  OutputOf,
  SchemaIssue,
  SchemaResult,
  StandardSchema,
} from './tokens/standard-schema.ts'
export type { TokenGuard } from './tokens/token-guard.ts'
export { type ClaimsOf, type TokenRequirement, tokenRequired } from './tokens/token-required.ts'
export type { TokenVerifier, VerifiedToken } from './tokens/verifier.ts'
