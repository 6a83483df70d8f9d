/** Flask's session cookie (`SecureCookieSessionInterface`): signed, readable, and typed. */
import { checked, schemas, type TimestampSignerOptions } from '../options.ts'
import { type Payload, urlSafePayload } from '../payload.ts'
import { type Secrets, secretList } from '../secrets.ts'
import { type MaxAge, TimestampSigner } from '../timestamp-signer.ts'
import type { FlaskSessionData } from './flask-types.ts'
import { taggedJson } from './tagged-json.ts'

/** Options of a `FlaskSession`. */
export type FlaskSessionOptions = Pick<TimestampSignerOptions, 'now'>

/** A Flask session, and when it was written. */
export interface TimestampedSession {
  readonly value: FlaskSessionData
  readonly signedAt: Date
}

/**
 * Writes and reads the cookie that Flask keeps `session` in: `URLSafeTimedSerializer` with the salt
 * `cookie-session`, the derivation `hmac`, and Flask's tagged JSON. The cookie is not encrypted:
 * its holder can read it.
 *
 * @example
 * const flask = new FlaskSession([SECRET_KEY, OLD_SECRET_KEY])
 * flask.loads(flask.dumps({ _user_id: '7' }), { maxAge: 2_678_400 }) // { _user_id: '7' }
 */
export class FlaskSession {
  readonly #signer: TimestampSigner
  readonly #payload: Payload<FlaskSessionData> = urlSafePayload(taggedJson)

  /**
   * @param secretKey - Flask's `SECRET_KEY`; or a list **newest first**: it, and then those of
   * `SECRET_KEY_FALLBACKS`.
   * @throws HallpassError `invalid_config` for an empty secret or a wrong option
   */
  constructor(secretKey: Secrets, options: FlaskSessionOptions = {}) {
    const { now } = checked(schemas.flask, options)
    this.#signer = new TimestampSigner(secretList(secretKey, 'secrets', 'FlaskSession'), {
      salt: 'cookie-session',
      keyDerivation: 'hmac',
      ...(now !== undefined && { now }),
    })
  }

  /**
   * The cookie of a session.
   *
   * @throws HallpassError `bad_payload` for what is no object, or holds what Flask has no tag for
   */
  dumps(session: Readonly<FlaskSessionData>): string {
    return this.#signer.sign(this.#payload.write(session))
  }

  /**
   * The session of a cookie.
   *
   * @param options - `maxAge` in seconds: Flask's `PERMANENT_SESSION_LIFETIME`, 2,678,400 by
   * default there. Without it the time is not looked at.
   * @throws HallpassError `bad_signature`; `signature_expired`; `bad_payload`; `invalid_config` for
   * a `maxAge` that is negative, undefined or no number, and for an option of another name
   */
  loads(cookie: string, options: MaxAge = {}): FlaskSessionData {
    return this.#payload.read(this.#signer.unsign(cookie, options))
  }

  /**
   * The session of a cookie, and when it was written.
   *
   * @throws HallpassError as `loads`
   */
  loadsWithTimestamp(cookie: string, options: MaxAge = {}): TimestampedSession {
    const { value, signedAt } = this.#signer.unsignWithTimestamp(cookie, options)
    return { value: this.#payload.read(value), signedAt }
  }
}
