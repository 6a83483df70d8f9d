/** Whether a secret made a signature of itsdangerous, and with which salt and derivation. */
import { createHmac } from 'node:crypto'
import { equalText } from '../../crypto/equal.ts'
import { deriveKey, type KeyDerivation } from '../../signing/keys.ts'
import type { Question } from './finding.ts'
import type { Parts } from './signed-parts.ts'
import { type Tried, tryEach } from './trials.ts'

/** The salt of Flask's session. */
export const FLASK_SALT = 'cookie-session'
/** The salt of the cookie of a shared consent. */
export const CONSENT_SALT = 'cookie-consent-signer'

/** The defaults of itsdangerous, and salts that are much in use. */
const SALTS = [
  'itsdangerous',
  'itsdangerous.Signer',
  FLASK_SALT,
  CONSENT_SALT,
  'wtf-csrf-token',
  'remember-salt',
  'confirm-salt',
  'reset-salt',
  'login-salt',
  'email-confirm',
  'password-reset',
]
const DERIVATIONS: readonly KeyDerivation[] = ['django-concat', 'hmac', 'concat', 'none']

/** What made a signature. */
export interface SignedKey {
  readonly parts: Parts
  readonly salt: string
  readonly derivation: KeyDerivation
}

/** Tries the secrets on a value that can be taken apart in these ways. */
export function trySignatures(ways: readonly Parts[], question: Question): Tried<SignedKey> {
  const salts = [...new Set([...question.salts, ...SALTS])]
  const texts = new Map(ways.map((parts) => [parts, Buffer.from(parts.text)]))
  return tryEach(
    question.secrets,
    (secret) => {
      for (const [parts, text] of texts) {
        const key = keyOf(parts, text, Buffer.from(secret), salts)
        if (key !== undefined) return { how: sentence(key), inside: key }
      }
      return undefined
    },
    () => `tried ${salts.length} salts with every derivation; --salt names another`,
  )
}

function keyOf(
  parts: Parts,
  text: Buffer,
  secret: Buffer,
  salts: readonly string[],
): SignedKey | undefined {
  const { digest, signature } = parts
  if (digest === undefined) return undefined
  for (const salt of salts) {
    for (const derivation of DERIVATIONS) {
      const key = deriveKey(secret, salt, derivation, digest)
      const made = createHmac(digest, key).update(text).digest('base64url')
      if (equalText(made, signature)) return { parts, salt, derivation }
    }
  }
  return undefined
}

function sentence({ parts, salt, derivation }: SignedKey): string {
  const salted = derivation === 'none' ? 'no salt' : `salt ${salt}`
  return `${salted}, ${derivation}, ${parts.digest}`
}
