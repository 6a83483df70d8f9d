/** What the serializers have in common: a value is written, signed, verified and read. */
import type { Payload } from './payload.ts'
import type { Signer } from './signer.ts'
import type { MaxAge, TimestampSigner } from './timestamp-signer.ts'

/** A value, and when it was signed. */
export interface TimestampedValue {
  readonly value: unknown
  readonly signedAt: Date
}

/** Signs values without a time. */
export abstract class PlainSerializer {
  readonly #signer: Signer
  readonly #payload: Payload

  constructor(signer: Signer, payload: Payload) {
    this.#signer = signer
    this.#payload = payload
  }

  /**
   * The signed text of a value.
   *
   * @throws HallpassError `bad_payload` for what JSON cannot hold without loss: integers beyond
   * 2^53, numbers that are not finite, dates, half surrogate pairs
   */
  dumps(value: unknown): string {
    return this.#signer.sign(this.#payload.write(value))
  }

  /**
   * The value of a signed text. It was made by whoever has a secret: check its shape.
   *
   * @throws HallpassError `bad_signature`; `bad_payload` when what was signed cannot be read
   */
  loads(token: string): unknown {
    return this.#payload.read(this.#signer.unsign(token))
  }
}

/** Signs values together with the time. */
export abstract class TimestampedSerializer {
  readonly #signer: TimestampSigner
  readonly #payload: Payload

  constructor(signer: TimestampSigner, payload: Payload) {
    this.#signer = signer
    this.#payload = payload
  }

  /**
   * The signed text of a value and the time.
   *
   * @throws HallpassError `bad_payload` for what JSON cannot hold without loss: integers beyond
   * 2^53, numbers that are not finite, dates, half surrogate pairs
   */
  dumps(value: unknown): string {
    return this.#signer.sign(this.#payload.write(value))
  }

  /**
   * The value of a signed text. It was made by whoever has a secret: check its shape.
   *
   * @throws HallpassError `bad_signature`; `signature_expired` when it is older than `maxAge` or
   * from the future; `bad_payload` when what was signed cannot be read; `invalid_config` for
   * a `maxAge` that is negative, undefined or no number, and for an option of another name
   */
  loads(token: string, age: MaxAge = {}): unknown {
    return this.#payload.read(this.#signer.unsign(token, age))
  }

  /**
   * The value of a signed text, and when it was signed.
   *
   * @throws HallpassError as `loads`
   */
  loadsWithTimestamp(token: string, age: MaxAge = {}): TimestampedValue {
    const { value, signedAt } = this.#signer.unsignWithTimestamp(token, age)
    return { value: this.#payload.read(value), signedAt }
  }
}
