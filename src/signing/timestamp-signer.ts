/** `TimestampSigner` of itsdangerous: signed text that says when it was signed. */
import { ageOf } from '../crypto/call-options.ts'
import { HallpassError } from '../errors.ts'
import { checkAge, secondsOf } from './clock.ts'
import { checked, schemas, type TimestampSignerOptions } from './options.ts'
import { type Secrets, secretList } from './secrets.ts'
import { Signer } from './signer.ts'
import { readTimestamp, writeTimestamp } from './timestamp.ts'

/** How old a signed value may be. */
export interface MaxAge {
  /**
   * Seconds. A value that was signed longer ago, or in the future, is refused. Without it its
   * time is not looked at, as in Python.
   */
  readonly maxAge?: number
}

/** A text, and when it was signed. */
export interface TimestampedText {
  readonly value: string
  readonly signedAt: Date
}

/**
 * Signs text together with the time, so that it can run out. Secrets are listed **newest first**.
 *
 * @example
 * const signer = new TimestampSigner(secret, { salt: 'invitation' })
 * signer.unsign(signer.sign('user-1'), { maxAge: 3600 }) // 'user-1', for an hour
 */
export class TimestampSigner {
  readonly #signer: Signer
  readonly #separator: string
  readonly #now: () => number

  /**
   * @param secrets - One, or a list newest first.
   * @param options - As of `Signer`, with the same defaults, and `now`.
   * @throws HallpassError `invalid_config` for an empty secret or a wrong option
   */
  constructor(secrets: Secrets, options: TimestampSignerOptions = {}) {
    const { now, ...signer } = checked(schemas.timestamp, options)
    this.#signer = new Signer(secretList(secrets, 'secrets', 'TimestampSigner'), signer)
    this.#separator = signer.separator ?? '.'
    this.#now = secondsOf(now)
  }

  /**
   * The text, the time and the signature, with separators between them.
   *
   * @throws HallpassError `bad_payload` when the text holds half a surrogate pair
   */
  sign(text: string): string {
    return this.#signer.sign(text + this.#separator + writeTimestamp(this.#now()))
  }

  /**
   * The text of a signed value.
   *
   * @throws HallpassError `bad_signature`; `signature_expired` when it is older than `maxAge` or
   * from the future; `invalid_config` for a `maxAge` that is negative, undefined or no number, and
   * for an option of another name
   */
  unsign(signed: string, options: MaxAge = {}): string {
    const maxAge = ageOf(options, 'maxAge')
    const { value, seconds } = this.#open(signed)
    checkAge(seconds, maxAge, this.#now)
    return value
  }

  /**
   * The text of a signed value, and when it was signed.
   *
   * @throws HallpassError as `unsign`
   */
  unsignWithTimestamp(signed: string, options: MaxAge = {}): TimestampedText {
    const maxAge = ageOf(options, 'maxAge')
    const { value, seconds } = this.#open(signed)
    checkAge(seconds, maxAge, this.#now)
    return { value, signedAt: new Date(seconds * 1000) }
  }

  #open(signed: string): { value: string; seconds: number } {
    const text = this.#signer.unsign(signed)
    const at = text.lastIndexOf(this.#separator)
    const seconds = at < 0 ? undefined : readTimestamp(text.slice(at + this.#separator.length))
    if (seconds !== undefined) return { value: text.slice(0, at), seconds }
    // Signed, but by a Signer: bad_signature, since Python's BadTimeSignature is one.
    throw new HallpassError('bad_signature', 'The value is signed without a time.')
  }
}
