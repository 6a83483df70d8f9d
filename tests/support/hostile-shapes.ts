/** What the hostile provider is asked and answers, and what a test may change of it. */
import type { IncomingHttpHeaders } from 'node:http'
import type { JsonObject } from './hostile-keys.ts'

/** One request that the provider received. */
export interface Call {
  /** `metadata`, `jwks`, `authorize`, `token`, `userinfo`, `par`, `revoke`, `logout`. */
  readonly endpoint: string
  readonly method: string
  readonly query: URLSearchParams
  readonly form: URLSearchParams
  readonly headers: IncomingHttpHeaders
}

export interface ProviderAnswer {
  readonly status?: number
  readonly json?: unknown
  readonly body?: string
  readonly headers?: Readonly<Record<string, string>>
  /** Begins to answer and never ends, or breaks the connection. */
  readonly ending?: 'stall' | 'break'
}

/** What a test may change; each gets what an honest provider would say. */
export interface Changes {
  metadata?: (metadata: JsonObject) => unknown
  jwks?: (keys: JsonObject[]) => unknown
  /** The parameters of the authorization response, to be changed in place. */
  answer?: (parameters: URLSearchParams) => void
  /** To be changed in place. `refresh` tells whether the token comes by a refresh. */
  claims?: (claims: JsonObject, refresh: boolean) => void
  header?: (header: JsonObject) => void
  /** Writes the ID token itself. */
  idToken?: (claims: JsonObject, header: JsonObject, honest: string) => string | Promise<string>
  /** The body of a token response. */
  tokens?: (body: JsonObject, refresh: boolean) => unknown
  userinfo?: (claims: JsonObject) => unknown
}

/** The endpoint that each path is. */
export const ENDPOINTS: Readonly<Record<string, string>> = {
  '/.well-known/openid-configuration': 'metadata',
  '/jwks': 'jwks',
  '/authorize': 'authorize',
  '/token': 'token',
  '/userinfo': 'userinfo',
  '/par': 'par',
  '/revoke': 'revoke',
  '/logout': 'logout',
}

/** What an honest provider says about itself. */
export function metadataOf(issuer: string): JsonObject {
  return {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    userinfo_endpoint: `${issuer}/userinfo`,
    jwks_uri: `${issuer}/jwks`,
    revocation_endpoint: `${issuer}/revoke`,
    end_session_endpoint: `${issuer}/logout`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256', 'ES256'],
    userinfo_signing_alg_values_supported: ['RS256'],
    authorization_response_iss_parameter_supported: true,
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
  }
}
