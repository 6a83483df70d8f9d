/**
 * Fernet (https://github.com/fernet/spec): the sealed tokens of Python's `cryptography`, for
 * values that Python services write or read, such as the refresh cookie of flask-cognito-lib.
 *
 *     0x80 | seconds since the epoch (8 bytes) | IV (16) | AES-128-CBC ciphertext | HMAC-SHA256 (32)
 *
 * in base64url with padding. We are stricter than Python: a token has exactly one spelling.
 */

import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  type KeyObject,
  randomBytes,
} from 'node:crypto'
import { HallpassError } from '../errors.ts'
import { decodePadded, encodePadded } from './base64url.ts'
import { ageOf, checkNames } from './call-options.ts'
import { equalBytes } from './equal.ts'
import { type FernetKey, parseFernetKeys } from './fernet-keys.ts'
import { wholeSeconds } from './seconds.ts'

const VERSION = 0x80
const TIME_END = 9
const IV_BYTES = 16
const HEAD_BYTES = TIME_END + IV_BYTES
const BLOCK = 16
const MAC_BYTES = 32
/** What `encrypt` takes, and what `decrypt` takes beside `ttl`. */
const ENCRYPT = ['now', 'iv']
const DECRYPT = ['now']
/** How far ahead the writer's clock may be, in seconds. */
const MAX_CLOCK_SKEW = 60

// Bytes that are not UTF-8 are refused, and a byte order mark is part of the text.
const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Settings of one `encrypt`. */
export interface FernetEncryptOptions {
  /** The time written into the token, in seconds since the epoch, or a clock; default: now. */
  readonly now?: number | (() => number)
  /** The IV, 16 bytes, for known-answer tests alone; default: random. */
  readonly iv?: Uint8Array
}

/** Settings of one `decrypt`. */
export interface FernetDecryptOptions {
  /** The greatest age of the token, in seconds; default: any. */
  readonly ttl?: number
  /** The time at which the age is measured, in seconds since the epoch, or a clock; default: now. */
  readonly now?: number | (() => number)
}

/**
 * Encrypts and decrypts Fernet tokens, as Python's `Fernet` and `MultiFernet` do.
 *
 * @example
 * const fernet = new Fernet([newKey, oldKey])
 * const token = fernet.encrypt('text')
 * fernet.decrypt(token, { ttl: 3600 }) // 'text'
 */
export class Fernet {
  readonly #newest: FernetKey
  readonly #keys: readonly FernetKey[]

  /**
   * `keys` is one key or a list, newest first: the first one encrypts, all of them decrypt. A key
   * is 32 bytes in base64 with padding, as Python's `Fernet.generate_key()` makes it. The first
   * must be there; others that are undefined are left out.
   *
   * @throws HallpassError `invalid_config` with an issue for each key that is no such text.
   */
  constructor(keys: string | undefined | readonly (string | undefined)[]) {
    const [newest, ...older] = parseFernetKeys([keys].flat())
    this.#newest = newest
    this.#keys = [newest, ...older]
  }

  /**
   * The token for `text`, under the newest key.
   *
   * @throws HallpassError `bad_payload` for what is no text, or holds half a surrogate pair;
   * `invalid_config` when `now` or `iv` is not what it must be, and for an option of another name.
   */
  encrypt(text: string, options: FernetEncryptOptions = {}): string {
    checkNames(options, ENCRYPT)
    // As UTF-8 half a pair would become another character.
    if (typeof text !== 'string' || !text.isWellFormed()) {
      throw new HallpassError('bad_payload', 'Only well-formed text can be encrypted.')
    }
    const iv = options.iv ?? randomBytes(IV_BYTES)
    if (!(iv instanceof Uint8Array) || iv.length !== IV_BYTES) {
      throw new HallpassError('invalid_config', 'iv must be a Uint8Array of 16 bytes')
    }
    const head = Buffer.alloc(HEAD_BYTES)
    head[0] = VERSION
    head.writeBigUInt64BE(BigInt(time(options.now)), 1)
    head.set(iv, TIME_END)
    return write(this.#newest, head, Buffer.from(text))
  }

  /**
   * The text of a token. When `ttl` or `now` is given, a token that was written more than 60
   * seconds in the future is refused too; with neither, its time is not looked at (as in Python).
   *
   * @throws HallpassError `bad_payload` when it is not a Fernet token or holds no UTF-8 text;
   * `bad_signature` when none of the keys made it; `signature_expired` when it is older than
   * `ttl` or from the future; `invalid_config` when `ttl` or `now` is not a number of seconds, and
   * for an option of another name.
   */
  decrypt(token: string, options: FernetDecryptOptions = {}): string {
    const ttl = ageOf(options, 'ttl', DECRYPT)
    const bytes = parse(token)
    const plaintext = this.#open(bytes)
    checkTime(Number(bytes.readBigUInt64BE(1)), ttl, options.now)
    try {
      return UTF8.decode(plaintext)
    } catch {
      throw new HallpassError('bad_payload', 'The Fernet token does not hold UTF-8 text.')
    }
  }

  /**
   * The same text and time under the newest key with a new IV, as `MultiFernet.rotate`.
   *
   * @throws HallpassError `bad_payload` or `bad_signature`, as `decrypt`.
   */
  rotate(token: string): string {
    const bytes = parse(token)
    const plaintext = this.#open(bytes)
    const head = Buffer.concat([bytes.subarray(0, TIME_END), randomBytes(IV_BYTES)])
    return write(this.#newest, head, plaintext)
  }

  #open(bytes: Buffer): Buffer {
    const end = bytes.length - MAC_BYTES
    const signed = bytes.subarray(0, end)
    const mac = bytes.subarray(end)
    const key = this.#keys.find(({ signing }) => equalBytes(hmac(signing, signed), mac))
    if (key === undefined) {
      throw new HallpassError('bad_signature', 'None of the keys made this Fernet token.')
    }
    const iv = bytes.subarray(TIME_END, HEAD_BYTES)
    const decipher = createDecipheriv('aes-128-cbc', key.encryption, iv)
    try {
      return Buffer.concat([decipher.update(bytes.subarray(HEAD_BYTES, end)), decipher.final()])
    } catch {
      // Signed, yet with a wrong padding: no Fernet library writes that.
      throw new HallpassError('bad_payload', 'The padding inside the Fernet token is wrong.')
    }
  }
}

function write(key: FernetKey, head: Buffer, plaintext: Buffer): string {
  const cipher = createCipheriv('aes-128-cbc', key.encryption, head.subarray(TIME_END))
  const signed = Buffer.concat([head, cipher.update(plaintext), cipher.final()])
  return encodePadded(Buffer.concat([signed, hmac(key.signing, signed)]))
}

/** The bytes of a token whose shape is right, and nothing more is known of it. */
function parse(token: string): Buffer {
  const bytes = typeof token === 'string' ? decodePadded(token) : undefined
  const size = bytes === undefined ? 0 : bytes.length - HEAD_BYTES - MAC_BYTES
  if (bytes === undefined || bytes[0] !== VERSION || size < BLOCK || size % BLOCK !== 0) {
    throw new HallpassError('bad_payload', 'This is not a Fernet token.')
  }
  return bytes
}

function checkTime(
  written: number,
  ttl: number | undefined,
  now: FernetDecryptOptions['now'],
): void {
  if (ttl === undefined && now === undefined) return
  const at = time(now)
  if (ttl !== undefined && written + Math.floor(ttl) < at) {
    throw new HallpassError('signature_expired', 'The Fernet token is older than its ttl.')
  }
  if (written > at + MAX_CLOCK_SKEW) {
    throw new HallpassError('signature_expired', 'The Fernet token was written in the future.')
  }
}

function time(now: number | (() => number) = Date.now() / 1000): number {
  return wholeSeconds(typeof now === 'function' ? now() : now)
}

function hmac(key: KeyObject, bytes: Uint8Array): Buffer {
  return createHmac('sha256', key).update(bytes).digest()
}
