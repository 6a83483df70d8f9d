/**
 * The keys of tokens. What a key is says how it signs, so that no token can choose: a secret is
 * for HS256, a key on P-256 for ES256, Ed25519 for EdDSA, RSA for RS256.
 */
import { createPrivateKey, createPublicKey } from 'node:crypto'
import * as jose from 'jose'
import type { ConfigIssue } from '../errors.ts'
import type { MaybePromise } from '../http/exchange.ts'
import { tokenFault } from './claims.ts'

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
  readonly sign:
    | ((header: TokenHeader, payload: jose.JWTPayload) => MaybePromise<string>)
    | undefined
  /** Whether it signed a token, which is three parts of canonical base64url. */
  signed(token: string): MaybePromise<boolean>
}

/** The header of a token that is made here. */
export interface TokenHeader {
  readonly alg: TokenAlgorithm
  readonly typ: string
  readonly kid?: string
}

/** Why a token is not accepted whose key is not among those that are known. */
export const NO_KEY = 'no key is known for it'

/** RFC 7518 §3.3. */
const MIN_RSA_BITS = 2048

/** What of a key is public: nothing else is ever published. */
const PUBLIC = ['kty', 'crv', 'x', 'y', 'n', 'e', 'kid']

/** The key of a JWK without faults; imported once, when it is first needed. */
export function jwkKey(jwk: TokenJwk): TokenKey {
  const algorithm = algorithmOf(jwk) ?? 'ES256'
  const imported = (key: object) =>
    once(async () => {
      const made = await jose.importJWK(key as jose.JWK, algorithm)
      if (made instanceof Uint8Array) throw new TypeError('a secret among the keys')
      return made
    })
  const verifying = imported(publicJwk(jwk))
  return {
    algorithm,
    kid: jwk.kid,
    sign: 'd' in jwk ? signer(imported({ ...publicJwk(jwk), ...privatePart(jwk) })) : undefined,
    signed: async (token) => await isSignedBy(token, await verifying(), [algorithm]),
  }
}

function signer(key: () => Promise<CryptoKey>): TokenKey['sign'] {
  return async (header, payload) =>
    await new jose.SignJWT(payload).setProtectedHeader({ ...header }).sign(await key())
}

/**
 * Whether a key signed a token by one of the algorithms.
 *
 * @param key - the key, or what finds it by the token's header
 * @throws HallpassError `token_invalid` when no key is found, and what `key` throws
 */
export async function isSignedBy(
  token: string,
  key: CryptoKey | jose.JWTVerifyGetKey,
  algorithms: string[],
): Promise<boolean> {
  try {
    if (typeof key === 'function') await jose.compactVerify(token, key, { algorithms })
    else await jose.compactVerify(token, key, { algorithms })
    return true
  } catch (error) {
    const { JOSEError, JWKSNoMatchingKey, JWSSignatureVerificationFailed } = jose.errors
    if (error instanceof JWSSignatureVerificationFailed) return false
    if (error instanceof JWKSNoMatchingKey) throw tokenFault(NO_KEY)
    throw error instanceof JOSEError ? tokenFault('it cannot be read') : error
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
