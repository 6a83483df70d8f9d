/** The keys that itsdangerous derives from a secret and a salt. */
import { createHash, createHmac, createSecretKey, type KeyObject } from 'node:crypto'

/** How the key is made of secret and salt; the names are those of itsdangerous. */
export type KeyDerivation = 'django-concat' | 'concat' | 'hmac' | 'none'

/** The hash of the derivation and of the HMAC. */
export type Digest = 'sha1' | 'sha256' | 'sha512'

/**
 * The key that signs (`Signer.derive_key` of itsdangerous). It binds a signature to a salt; it is
 * no defence of a secret that can be guessed.
 */
export function deriveKey(
  secret: Buffer,
  salt: string,
  derivation: KeyDerivation,
  digest: Digest,
): KeyObject {
  switch (derivation) {
    case 'django-concat':
      return createSecretKey(createHash(digest).update(`${salt}signer`).update(secret).digest())
    case 'concat':
      return createSecretKey(createHash(digest).update(salt).update(secret).digest())
    case 'hmac':
      return createSecretKey(createHmac(digest, secret).update(salt).digest())
    case 'none':
      return createSecretKey(secret)
  }
}
