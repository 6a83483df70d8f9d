/**
 * The keys of tokens. What a key is says how it signs, so that no token can choose: a secret is
 * for HS256, a key on P-256 for ES256, Ed25519 for EdDSA, RSA for RS256.
 */
import type { JWTPayload } from 'jose'
import type { MaybePromise } from '../http/exchange.ts'

/** The algorithms of tokens (RFC 7518, RFC 8037). */
export type TokenAlgorithm = 'HS256' | 'ES256' | 'EdDSA' | 'RS256'

/** A key as JWK (RFC 7517), with its id; `d` makes it a private one. */
export interface TokenJwk {
  readonly kty: string
  /** Its name in tokens and in the published set. */
  readonly kid: string
  readonly [parameter: string]: unknown
}

/** The public keys, as `jwks_uri` serves them. */
export interface JsonWebKeySet {
  readonly keys: readonly TokenJwk[]
}

/** One key, that signs and verifies by its own algorithm alone. */
export interface TokenKey {
  readonly algorithm: TokenAlgorithm
  /** Undefined for secrets: tokens of PyJWT name none. */
  readonly kid: string | undefined
  /** The token with this header and payload; undefined for a public key. */
  readonly sign: ((header: TokenHeader, payload: JWTPayload) => MaybePromise<string>) | undefined
  /** Whether it signed a token, which is three parts of canonical base64url. */
  signed(token: string): MaybePromise<boolean>
}

/** The header of a token that is made here. */
export interface TokenHeader {
  readonly alg: TokenAlgorithm
  readonly typ: string
  readonly kid?: string
}

/** What of a key is public: nothing else is ever published. */
const PUBLIC = ['kty', 'crv', 'x', 'y', 'n', 'e', 'kid']

/** The public part of a key, for the published set. */
export function publicJwk(jwk: TokenJwk): TokenJwk {
  const shared = Object.entries(jwk).filter(([name]) => PUBLIC.includes(name))
  const { kty, kid } = jwk
  return { ...Object.fromEntries(shared), kty, kid, alg: algorithmOf(jwk), use: 'sig' }
}

/** What a key signs with; undefined for one that signs no tokens. */
export function algorithmOf({ kty, crv }: TokenJwk): TokenAlgorithm | undefined {
  if (kty === 'EC' && crv === 'P-256') return 'ES256'
  if (kty === 'OKP' && crv === 'Ed25519') return 'EdDSA'
  return kty === 'RSA' ? 'RS256' : undefined
}
