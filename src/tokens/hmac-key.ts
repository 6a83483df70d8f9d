/** HS256 (RFC 7518 §3.2): a secret that signs and verifies, as PyJWT does it. */
import { createHmac, createSecretKey } from 'node:crypto'
import { encode } from '../crypto/base64url.ts'
import { equalBytes } from '../crypto/equal.ts'
import type { TokenKey } from './signing-keys.ts'

/**
 * The key of a secret. It is synchronous: WebCrypto, which jose calls, hands each HMAC to another
 * thread and waits for it, which takes twenty times as long as the HMAC.
 */
export function secretKey(secret: Uint8Array): TokenKey {
  // Made once: to prepare it for each call costs more than the HMAC does.
  const key = createSecretKey(secret)
  const mac = (input: string) => createHmac('sha256', key).update(input).digest()
  return {
    algorithm: 'HS256',
    kid: undefined,
    sign(header, payload) {
      const input = `${part(header)}.${part(payload)}`
      return `${input}.${mac(input).toString('base64url')}`
    },
    signed(token) {
      const end = token.lastIndexOf('.')
      const signature = Buffer.from(token.slice(end + 1), 'base64url')
      return equalBytes(mac(token.slice(0, end)), signature)
    },
  }
}

function part(value: object): string {
  return encode(Buffer.from(JSON.stringify(value)))
}
