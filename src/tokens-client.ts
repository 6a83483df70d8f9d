/** The client of a service with tokens, for browsers and Node: it loads nothing of the server's side. */

export type { ClientClaims } from './tokens/client/claims.ts'
export {
  createTokenClient,
  type LoginCredentials,
  type TokenClient,
} from './tokens/client/create.ts'
export type { ClientPaths, TokenClientOptions, TokenStorage } from './tokens/client/options.ts'
