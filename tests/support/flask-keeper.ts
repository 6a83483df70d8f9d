/** A keeper of sessions in Flask's cookie, for tests of its parts. */
import assert from 'node:assert/strict'
import { createKeyring } from '../../src/crypto/keyring.ts'
import type { Exchange } from '../../src/http/exchange.ts'
import { FlaskSession } from '../../src/sealing.ts'
import type { FlaskCookie } from '../../src/session/flask-cookie.ts'
import { type FlaskSessionCookieOptions, flaskSession } from '../../src/session/flask-options.ts'
import { Revocations } from '../../src/session/revocations.ts'
import { exchangeOf } from '../exchange-of.ts'
import { clockAt, LoggedLines } from './clock.ts'

export const KEY = 'the secret key of the Flask app'
const SECRET = 'a secret of at least sixteen bytes'

/** A keeper and what stands around it. */
export interface Kept {
  readonly keeper: FlaskCookie
  readonly clock: ReturnType<typeof clockAt>
  readonly revocations: Revocations
  readonly log: LoggedLines
  /** The Flask app on the other side. */
  readonly flask: FlaskSession
}

/** A keeper with its clock, its log, and the Flask app on the other side. */
export function keeperOf(
  options: Partial<FlaskSessionCookieOptions> & { secrets?: string[]; accepts?: boolean } = {},
): Kept {
  const { secrets = [SECRET], accepts = true, ...given } = options
  const clock = clockAt()
  const log = new LoggedLines()
  const factory = flaskSession({ secretKey: KEY, ...given })
  assert.deepEqual(factory.issues, [])
  const revocations = new Revocations(factory.lifetime.absolute, clock.now)
  const keeper = factory.backend({
    keyring: createKeyring(secrets),
    secure: true,
    lifetime: factory.lifetime,
    revocations,
    accepts: () => accepts,
    now: clock.now,
    logger: log,
  }) as FlaskCookie
  return { keeper, clock, revocations, log, flask: new FlaskSession(KEY, { now: clock.now }) }
}

export const request = (cookie: string): Exchange => exchangeOf({ headers: { cookie } })
export const cookieOf = (line: readonly [string, string] | undefined): string =>
  /^session=([^;]*)/.exec(line?.[1] ?? '')?.[1] ?? assert.fail('no cookie')
