/** What an operator is told of a session in Flask's cookie. Never the cookie, nor what is in it. */
import type { SessionContext } from './factory.ts'

/** Seconds between two lines about cookies that anybody can send. */
const QUIET_SECONDS = 60

/** The lines of one keeper. */
export class FlaskLog {
  readonly #context: Pick<SessionContext, 'logger' | 'now'>
  #warnedAt = Number.NEGATIVE_INFINITY

  constructor(context: Pick<SessionContext, 'logger' | 'now'>) {
    this.#context = context
  }

  /** A cookie that no key verifies, or that holds no session: told once a minute at most. */
  unverified(): void {
    const now = this.#context.now()
    // A clock that was set back must not silence it.
    if (Math.abs(now - this.#warnedAt) < QUIET_SECONDS) return
    this.#warnedAt = now
    this.#context.logger.warn(
      'a Flask cookie of this name is signed with none of secretKey, or holds what cannot be read: ' +
        'it is left as it is, and ' +
        'the visitor is nobody here (is SECRET_KEY the same on both sides?)',
      { code: 'bad_signature' },
    )
  }

  /** @param bytes - of the whole cookie, with its attributes */
  tooLarge(bytes: number, limit: number): void {
    this.#context.logger.error(
      `session_too_large: a Flask session is one cookie of at most ${limit.toLocaleString('en')} ` +
        `bytes, and this one has ${bytes.toLocaleString('en')}`,
      { code: 'session_too_large', bytes, limit },
    )
  }

  /** @param why - names the member and its type */
  unwritable(why: string): void {
    this.#context.logger.error(`bad_payload: ${why} Nothing of this change is written.`, {
      code: 'bad_payload',
    })
  }
}
