/**
 * hallpass's own format for text that the browser keeps and must neither read nor change: session
 * and login cookies. It is `hp1.` and the base64url of
 *
 *     key id (4 bytes) | nonce (24) | ciphertext | tag (16)
 *
 * sealed with XAES-256-GCM under the key of one purpose. The associated data is `hp1.`, the key
 * id and the purpose, so a token is bound to its version, its key and its purpose twice over.
 */

import { randomFillSync } from 'node:crypto'
import { HallpassError } from '../errors.ts'
import { decode } from './base64url.ts'
import type { DerivedKey, Keyring } from './keyring.ts'
import { NONCE_BYTES, TAG_BYTES, Xaes256Gcm } from './xaes.ts'

/** The longest token that is made or opened, in characters (64 KiB). */
export const MAX_TOKEN_LENGTH = 65_536

const VERSION = 'hp1.'
const ID_BYTES = 4
const HEAD_BYTES = ID_BYTES + NONCE_BYTES
const MAX_PLAINTEXT_BYTES =
  Math.floor(((MAX_TOKEN_LENGTH - VERSION.length) * 3) / 4) - HEAD_BYTES - TAG_BYTES

/**
 * What opening a token gives. `stale` says that it is not under the newest key: seal it again.
 * A refusal is `bad_payload` (not a token of this format), `unknown_key` (made with a secret that
 * is not in the keyring, or for another purpose) or `bad_signature` (changed on the way).
 */
export type Opened =
  | { readonly ok: true; readonly plaintext: string; readonly stale: boolean }
  | { readonly ok: false; readonly code: 'bad_payload' | 'unknown_key' | 'bad_signature' }

const BAD_PAYLOAD: Opened = { ok: false, code: 'bad_payload' }
const UNKNOWN_KEY: Opened = { ok: false, code: 'unknown_key' }
const BAD_SIGNATURE: Opened = { ok: false, code: 'bad_signature' }

interface SealingKey {
  readonly id: number
  readonly aead: Xaes256Gcm
  readonly associatedData: Buffer
}

/**
 * Seals text for one purpose and opens it again.
 *
 * @example
 * const seal = new PurposeSeal(createKeyring([secret]), 'session')
 * const opened = seal.open(seal.seal('{"sub":"user-1"}'))
 * if (opened.ok) opened.plaintext // '{"sub":"user-1"}'
 */
export class PurposeSeal {
  readonly #newest: SealingKey
  readonly #keys: readonly SealingKey[]

  /** `purpose` is a fixed word of the program, such as `session`. */
  constructor(keyring: Keyring, purpose: string) {
    const [newest, ...older] = keyring.derive(purpose)
    this.#newest = sealingKey(newest, purpose)
    this.#keys = [this.#newest, ...older.map((key) => sealingKey(key, purpose))]
  }

  /**
   * The token for `plaintext`, under the newest key; another one at every call. A lone surrogate
   * in the text becomes U+FFFD, as in any UTF-8.
   *
   * @throws HallpassError `session_too_large` when the token would have more than 65,536 characters.
   */
  seal(plaintext: string): string {
    const size = Buffer.byteLength(plaintext)
    if (size > MAX_PLAINTEXT_BYTES) {
      throw new HallpassError(
        'session_too_large',
        `A sealed value holds at most ${MAX_PLAINTEXT_BYTES} bytes; this one has ${size}.`,
      )
    }
    const { id, aead, associatedData } = this.#newest
    const bytes = Buffer.allocUnsafe(HEAD_BYTES + size + TAG_BYTES)
    bytes.writeUInt32BE(id, 0)
    randomFillSync(bytes, ID_BYTES, NONCE_BYTES)
    const nonce = bytes.subarray(ID_BYTES, HEAD_BYTES)
    bytes.set(aead.seal(nonce, plaintext, associatedData), HEAD_BYTES)
    return VERSION + bytes.toString('base64url')
  }

  /** Opens a token of `seal`, under any key of the keyring. Never throws. */
  open(token: string): Opened {
    // The type does not hold for what a parsed cookie or JSON may really be.
    if (typeof token !== 'string' || token.length > MAX_TOKEN_LENGTH) return BAD_PAYLOAD
    if (!token.startsWith(VERSION)) return BAD_PAYLOAD
    const bytes = decode(token.slice(VERSION.length))
    if (bytes === undefined || bytes.length < HEAD_BYTES + TAG_BYTES) return BAD_PAYLOAD

    const id = bytes.readUInt32BE(0)
    const nonce = bytes.subarray(ID_BYTES, HEAD_BYTES)
    const sealed = bytes.subarray(HEAD_BYTES)
    let refusal = UNKNOWN_KEY
    for (const key of this.#keys) {
      if (key.id !== id) continue
      const plaintext = key.aead.open(nonce, sealed, key.associatedData)
      if (plaintext !== undefined) {
        return { ok: true, plaintext: plaintext.toString('utf8'), stale: key !== this.#newest }
      }
      // No return here: two keys may have the same id by chance.
      refusal = BAD_SIGNATURE
    }
    return refusal
  }
}

function sealingKey({ id, key }: DerivedKey, purpose: string): SealingKey {
  const head = Buffer.alloc(VERSION.length + ID_BYTES)
  head.write(VERSION)
  head.writeUInt32BE(id, VERSION.length)
  return {
    id,
    aead: new Xaes256Gcm(key),
    associatedData: Buffer.concat([head, Buffer.from(purpose)]),
  }
}
