/**
 * The keys of tokens. What a key is says how it signs, so that no token can choose: a secret is
 * for HS256, a key on P-256 for ES256, Ed25519 for EdDSA, RSA for RS256.
 */
import { createPrivateKey, createPublicKey } from 'node:crypto'
import * as jose from 'jose'
import type { ConfigIssue } from '../errors.ts'

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

/** One key; imported once, when it is first needed. */
export interface TokenKey {
  readonly algorithm: TokenAlgorithm
  /** Undefined for secrets: tokens of PyJWT name none. */
  readonly kid: string | undefined
  /** Undefined for a public key. */
  readonly signing: (() => Promise<CryptoKey>) | undefined
  readonly verifying: () => Promise<CryptoKey>
}

/** RFC 7518 §3.3. */
const MIN_RSA_BITS = 2048

/** What of a key is public: nothing else is ever published. */
const PUBLIC = ['kty', 'crv', 'x', 'y', 'n', 'e', 'kid']

/** The key of a secret. */
export function secretKey(secret: Uint8Array): TokenKey {
  const hmac = { name: 'HMAC', hash: 'SHA-256' }
  const bytes = Uint8Array.from(secret)
  const key = once(() => crypto.subtle.importKey('raw', bytes, hmac, false, ['sign', 'verify']))
  return { algorithm: 'HS256', kid: undefined, signing: key, verifying: key }
}

/** The key of a JWK without faults. */
export function jwkKey(jwk: TokenJwk): TokenKey {
  const algorithm = algorithmOf(jwk) ?? 'ES256'
  const imported = (key: object) =>
    once(async () => {
      const made = await jose.importJWK(key as jose.JWK, algorithm)
      if (made instanceof Uint8Array) throw new TypeError('a secret among the keys')
      return made
    })
  return {
    algorithm,
    kid: jwk.kid,
    signing: 'd' in jwk ? imported({ ...publicJwk(jwk), ...privatePart(jwk) }) : undefined,
    verifying: imported(publicJwk(jwk)),
  }
}

/** The public part of a key, for the published set. */
export function publicJwk(jwk: TokenJwk): TokenJwk {
  const shared = Object.entries(jwk).filter(([name]) => PUBLIC.includes(name))
  const { kty, kid } = jwk
  return { ...Object.fromEntries(shared), kty, kid, alg: algorithmOf(jwk), use: 'sig' }
}

/** What is wrong with keys: they are newest first, and the first one signs. */
export function faultsOfKeys(keys: readonly TokenJwk[]): ConfigIssue[] {
  const ids = keys.map(({ kid }) => kid)
  return keys.flatMap((jwk, index) => {
    const message = faultOfKey(jwk, index, ids.indexOf(jwk.kid) !== index)
    return message === undefined ? [] : [{ path: `keys[${index}]`, message }]
  })
}

function faultOfKey(jwk: TokenJwk, index: number, repeated: boolean): string | undefined {
  const algorithm = algorithmOf(jwk)
  if (algorithm === undefined) return 'must be a key on P-256 or Ed25519, or an RSA key'
  if (repeated) return 'has the kid of a key before it'
  if (jwk.alg !== undefined && jwk.alg !== algorithm)
    return `must have the alg ${algorithm} or none`
  if (index === 0 && jwk.d === undefined) return 'is the one that signs: it must be a private key'
  const input = { key: { ...jwk }, format: 'jwk' } as const
  try {
    const key = jwk.d === undefined ? createPublicKey(input) : createPrivateKey(input)
    const { modulusLength = MIN_RSA_BITS } = key.asymmetricKeyDetails ?? {}
    if (modulusLength >= MIN_RSA_BITS) return undefined
  } catch {
    // The error may quote the key.
    return 'cannot be read: a part of it is missing or damaged'
  }
  return `has less than ${MIN_RSA_BITS} bits`
}

function algorithmOf({ kty, crv }: TokenJwk): TokenAlgorithm | undefined {
  if (kty === 'EC' && crv === 'P-256') return 'ES256'
  if (kty === 'OKP' && crv === 'Ed25519') return 'EdDSA'
  return kty === 'RSA' ? 'RS256' : undefined
}

function privatePart(jwk: TokenJwk): object {
  const { d, p, q, dp, dq, qi } = jwk
  return jwk.kty === 'RSA' ? { d, p, q, dp, dq, qi } : { d }
}

/** Not the promise is kept: on Workers one request must not wait for another's. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: T | undefined
  return async () => {
    made ??= await make()
    return made
  }
}
