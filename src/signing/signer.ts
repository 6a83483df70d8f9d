/** `Signer` of itsdangerous: text with a signature behind it. */
import { createHmac, type KeyObject } from 'node:crypto'
import { equalText } from '../crypto/equal.ts'
import { HallpassError } from '../errors.ts'
import { type Digest, deriveKey } from './keys.ts'
import { checked, type SignerOptions, schemas } from './options.ts'
import { type Secrets, secretList } from './secrets.ts'

/**
 * Signs text, and gives it back only when nobody changed it. The text stays readable.
 *
 * Secrets are listed **newest first**: the first signs, all of them verify. (itsdangerous lists
 * them oldest first.)
 *
 * @example
 * const signer = new Signer([newSecret, oldSecret], { salt: 'unsubscribe' })
 * signer.unsign(signer.sign('user-1')) // 'user-1'
 */
export class Signer {
  readonly #separator: string
  readonly #digest: Digest
  readonly #newest: KeyObject
  readonly #keys: readonly KeyObject[]

  /**
   * @param secrets - One, or a list newest first. Below 16 bytes a warning is given, as Python
   * takes any length.
   * @param options - The salt defaults to `itsdangerous.Signer`, the separator to `.`, the key
   * derivation to `django-concat`, the digest to `sha1`: Python's defaults.
   * @throws HallpassError `invalid_config` for an empty secret or a wrong option
   */
  constructor(secrets: Secrets, options: SignerOptions = {}) {
    const {
      salt = 'itsdangerous.Signer',
      separator = '.',
      keyDerivation = 'django-concat',
      digest = 'sha1',
    } = checked(schemas.signer, options)
    const [newest, ...older] = secretList(secrets, 'secrets', 'Signer')
    const derive = (secret: Buffer) => deriveKey(secret, salt, keyDerivation, digest)
    this.#separator = separator
    this.#digest = digest
    this.#newest = derive(newest)
    this.#keys = [this.#newest, ...older.map(derive)]
  }

  /**
   * The text, the separator, and the signature as base64url.
   *
   * @throws HallpassError `bad_payload` when the text holds half a surrogate pair
   */
  sign(text: string): string {
    if (!isText(text)) {
      throw new HallpassError('bad_payload', 'Only well-formed text can be signed.')
    }
    return text + this.#separator + this.#signature(this.#newest, text)
  }

  /**
   * The text of a signed value. Of several spellings of a signature only the one that `sign`
   * writes is taken.
   *
   * @throws HallpassError `bad_signature`
   */
  unsign(signed: string): string {
    const at = isText(signed) ? signed.lastIndexOf(this.#separator) : -1
    if (at < 0) throw new HallpassError('bad_signature', 'The value has no signature.')
    const text = signed.slice(0, at)
    const signature = signed.slice(at + this.#separator.length)
    for (const key of this.#keys) {
      // As text: what is equal to our own spelling is canonical.
      if (equalText(this.#signature(key, text), signature)) return text
    }
    throw new HallpassError('bad_signature', 'None of the secrets made this signature.')
  }

  #signature(key: KeyObject, text: string): string {
    return createHmac(this.#digest, key).update(text).digest('base64url')
  }
}

/** UTF-8 has no half characters: two texts that differ in one would have the same signature. */
function isText(value: unknown): value is string {
  return typeof value === 'string' && value.isWellFormed()
}
