/** What is wrong with the keys of tokens, found before the first one is signed. */
import { createPrivateKey, createPublicKey } from 'node:crypto'
import type { ConfigIssue } from '../errors.ts'
import { algorithmOf, type TokenJwk } from './signing-keys.ts'

/** RFC 7518 §3.3. */
const MIN_RSA_BITS = 2048

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
