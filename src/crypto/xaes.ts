/**
 * XAES-256-GCM (https://c2sp.org/XAES-256-GCM): AES-256-GCM with a nonce of 192 bits. A random
 * nonce is safe for any number of messages, where plain GCM with its 96 bits has to stop after
 * 2³². Each nonce makes a key of its own: one CMAC in counter mode (NIST SP 800-108r1), which is
 * two AES blocks, so it costs little.
 */

import {
  type Cipheriv,
  createCipheriv,
  createDecipheriv,
  createSecretKey,
  type KeyObject,
} from 'node:crypto'

/** The size of a nonce, in bytes. */
export const NONCE_BYTES = 24
/** The size of the tag at the end of a sealed message, in bytes. */
export const TAG_BYTES = 16

const BLOCK = 16
const GCM_OPTIONS = { authTagLength: TAG_BYTES }

/**
 * One XAES-256-GCM key, ready to seal and open.
 *
 * @example
 * const aead = new Xaes256Gcm(createSecretKey(randomBytes(32)))
 * const nonce = randomBytes(NONCE_BYTES)
 * const sealed = aead.seal(nonce, 'text', associatedData)
 * aead.open(nonce, sealed, associatedData)?.toString() // 'text'
 */
export class Xaes256Gcm {
  // One cipher serves every call: ECB without padding keeps nothing from block to block.
  readonly #aes: Cipheriv
  // The two derivation blocks, already xored with the CMAC subkey K1, for a nonce of zeros.
  readonly #template: Buffer
  readonly #blocks: Buffer = Buffer.alloc(2 * BLOCK)

  /** `key` is a secret of 32 bytes. */
  constructor(key: KeyObject) {
    this.#aes = createCipheriv('aes-256-ecb', key, null).setAutoPadding(false)
    this.#template = derivationBlocks(this.#aes.update(Buffer.alloc(BLOCK)))
  }

  /** The ciphertext with its tag of 16 bytes; `nonce` is 24 bytes and never used twice. */
  seal(nonce: Uint8Array, plaintext: string | Uint8Array, associatedData: Uint8Array): Buffer {
    const cipher = createCipheriv('aes-256-gcm', this.#messageKey(nonce), tail(nonce), GCM_OPTIONS)
    cipher.setAAD(associatedData)
    const ciphertext =
      typeof plaintext === 'string' ? cipher.update(plaintext, 'utf8') : cipher.update(plaintext)
    cipher.final()
    return Buffer.concat([ciphertext, cipher.getAuthTag()])
  }

  /** The plaintext, or undefined when anything at all was changed. Throws for no message. */
  open(nonce: Uint8Array, sealed: Uint8Array, associatedData: Uint8Array): Buffer | undefined {
    const end = sealed.length - TAG_BYTES
    if (end < 0) return undefined
    const key = this.#messageKey(nonce)
    const decipher = createDecipheriv('aes-256-gcm', key, tail(nonce), GCM_OPTIONS)
    decipher.setAAD(associatedData)
    decipher.setAuthTag(sealed.subarray(end))
    const plaintext = decipher.update(sealed.subarray(0, end))
    try {
      decipher.final()
    } catch {
      return undefined
    }
    return plaintext
  }

  #messageKey(nonce: Uint8Array): KeyObject {
    // GCM would take a shorter rest of a nonce without a word.
    if (nonce.length !== NONCE_BYTES) throw new RangeError(`a nonce has ${NONCE_BYTES} bytes`)
    const blocks = this.#blocks
    blocks.set(this.#template)
    for (let i = 0; i < 12; i++) {
      const byte = nonce[i] ?? 0
      blocks[4 + i] = (blocks[4 + i] ?? 0) ^ byte
      blocks[BLOCK + 4 + i] = (blocks[BLOCK + 4 + i] ?? 0) ^ byte
    }
    return createSecretKey(this.#aes.update(blocks))
  }
}

function tail(nonce: Uint8Array): Uint8Array {
  return nonce.subarray(12)
}

/** M1 and M2 of the specification for a nonce of zeros, each xored with K1, which `l` gives. */
function derivationBlocks(l: Uint8Array): Buffer {
  const blocks = Buffer.alloc(2 * BLOCK)
  let carry = 0
  for (let i = BLOCK - 1; i >= 0; i--) {
    const byte = l[i] ?? 0
    blocks[i] = ((byte << 1) & 0xff) | carry
    carry = byte >> 7
  }
  // 0x87 without a branch on a bit of the secret.
  blocks[BLOCK - 1] = (blocks[BLOCK - 1] ?? 0) ^ (carry * 0x87)
  blocks.copy(blocks, BLOCK, 0, BLOCK)
  for (const counter of [1, 2]) {
    const start = (counter - 1) * BLOCK
    blocks[start + 1] = (blocks[start + 1] ?? 0) ^ counter
    blocks[start + 2] = (blocks[start + 2] ?? 0) ^ 0x58 // 'X'
  }
  return blocks
}
