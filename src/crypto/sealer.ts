/** hallpass's own sealed values, for what an app keeps with the browser or hands to another service. */
import { HallpassError, isHallpassError } from '../errors.ts'
import { createKeyring, type Keyring } from './keyring.ts'
import { PurposeSeal } from './purpose-seal.ts'

/**
 * Encrypts text for one purpose and opens it again. A token is `hp1.`, then base64url of key id,
 * nonce, ciphertext and tag (XAES-256-GCM). What was sealed for one purpose never opens for
 * another, nor for hallpass's own cookies, also under the same secret.
 *
 * A token has no time in it: put one into the text where the value should run out.
 *
 * @example
 * const drafts = new Sealer([newSecret, oldSecret], 'draft')
 * drafts.open(drafts.seal('Dear Una, …')) // 'Dear Una, …'
 */
export class Sealer {
  readonly #seal: PurposeSeal

  /**
   * @param secrets - Text of at least 16 bytes, or a list **newest first**: the first seals, all
   * of them open. The first must be there; others that are undefined are left out.
   * @param purpose - A fixed word of the program, never something from a request.
   * @throws HallpassError `invalid_config` for secrets that are missing or too short, or no purpose
   */
  constructor(secrets: string | undefined | readonly (string | undefined)[], purpose: string) {
    if (typeof purpose !== 'string' || purpose === '' || !purpose.isWellFormed()) {
      const message =
        "purpose must be a word that says what is sealed: new Sealer(secrets, 'draft')"
      throw new HallpassError('invalid_config', message)
    }
    // The prefix keeps an app's purposes apart from hallpass's own, whatever they are called.
    this.#seal = new PurposeSeal(keyringOf([secrets].flat()), `app:${purpose}`)
  }

  /**
   * The token for a text, under the newest secret; another one at every call.
   *
   * @throws HallpassError `bad_payload` for text with half a surrogate pair, or when the token
   * would have more than 65,536 characters
   */
  seal(text: string): string {
    if (typeof text !== 'string' || !text.isWellFormed()) {
      throw new HallpassError('bad_payload', 'Only well-formed text can be sealed.')
    }
    try {
      return this.#seal.seal(text)
    } catch (error) {
      if (!isHallpassError(error)) throw error
      throw new HallpassError('bad_payload', error.message)
    }
  }

  /**
   * The text of a token.
   *
   * @throws HallpassError `bad_payload` for what is no token of this format; `unknown_key` when it
   * was sealed with another secret or for another purpose; `bad_signature` when it was changed
   */
  open(token: string): string {
    const opened = this.#seal.open(token)
    if (opened.ok) return opened.plaintext
    throw new HallpassError(opened.code, REFUSALS[opened.code])
  }

  /**
   * The same text under the newest secret.
   *
   * @throws HallpassError as `open`
   */
  rotate(token: string): string {
    return this.seal(this.open(token))
  }
}

function keyringOf(secrets: readonly (string | undefined)[]): Keyring {
  const given = secrets.filter((secret, i) => i === 0 || secret !== undefined)
  try {
    // A newest one that is not set is refused there, with its place.
    return createKeyring(given as readonly string[])
  } catch (error) {
    if (!isHallpassError(error)) throw error
    const { issues = [] } = error
    throw new HallpassError('invalid_config', `Sealer: ${error.message}`, { issues })
  }
}

const REFUSALS = {
  bad_payload: 'This is not a sealed value.',
  unknown_key: 'The value was sealed with a secret that is not here, or for another purpose.',
  bad_signature: 'The sealed value was changed.',
} as const
