/** `hallpass/login`: sign-in with any OpenID Connect provider. */
export { type OidcClientOptions, type OidcOptions, oidc } from './login/oidc.ts'
export type { PerExchange } from './login/per-exchange.ts'
export type {
  ClientAuthMethod,
  LoginProvider,
  PrivateJwk,
  ProviderSettings,
  VerifiedClaims,
} from './login/types.ts'
