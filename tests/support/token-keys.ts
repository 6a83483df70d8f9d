/** Keys for tests of tokens, made anew in each run. */
import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import type { TokenJwk } from '../../src/tokens.ts'

/** A private key as JWK. */
export function tokenJwk(kind: 'ES256' | 'EdDSA' | 'RS256', kid: string, bits = 2048): TokenJwk {
  const { kty = '', ...parameters } = privateKey(kind, bits).export({ format: 'jwk' })
  return { ...parameters, kty, kid }
}

function privateKey(kind: string, modulusLength: number): KeyObject {
  if (kind === 'RS256') return generateKeyPairSync('rsa', { modulusLength }).privateKey
  if (kind === 'EdDSA') return generateKeyPairSync('ed25519').privateKey
  return generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
}
