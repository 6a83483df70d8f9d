/** `flaskSession`: the options of a session that is shared with a Flask app. */
import * as v from 'valibot'
import { type ConfigIssue, isHallpassError } from '../errors.ts'
import { checkOptions } from '../options/check.ts'
import { FlaskSession } from '../signing/flask/flask-session.ts'
import type { FlaskSessionData } from '../signing/flask/flask-types.ts'
import type { Secrets } from '../signing/secrets.ts'
import type { SessionFactory } from './factory.ts'
import { FlaskCookie } from './flask-cookie.ts'
import type { Claims } from './state.ts'

/** Options of `flaskSession`; in brackets what they are called in Flask's configuration. */
export interface FlaskSessionCookieOptions {
  /** `SECRET_KEY`; or a list newest first: it, and then those of `SECRET_KEY_FALLBACKS`. */
  readonly secretKey: Secrets
  /** Default `session` (`SESSION_COOKIE_NAME`). */
  readonly cookieName?: string
  /** Default: the host alone (`SESSION_COOKIE_DOMAIN`). */
  readonly domain?: string
  /** Default `/` (`SESSION_COOKIE_PATH`). */
  readonly path?: string
  /** Default: whether `baseUrl` is https (`SESSION_COOKIE_SECURE`). */
  readonly secure?: boolean
  /** Default `lax` (`SESSION_COOKIE_SAMESITE`). */
  readonly sameSite?: 'lax' | 'strict' | 'none'
  /** Seconds after which a cookie is no longer taken; default 2,678,400, 31 days
   * (`PERMANENT_SESSION_LIFETIME`). */
  readonly lifetime?: number
  /** Seconds without a request after which a login made here is over; default 3600. */
  readonly idle?: number
  /** Seconds after which a login made here is over in any case; default 86400. */
  readonly absolute?: number
  /**
   * Who is signed in according to what Flask wrote, where Flask signs in: undefined for nobody.
   * It must only look at the session.
   */
  readonly user?: (session: Readonly<FlaskSessionData>) => Claims | undefined
  /** The groups of that user; default none. */
  readonly groups?: (session: Readonly<FlaskSessionData>) => readonly string[]
}

const fn = v.function()
/** Browsers keep a cookie for 400 days at most (RFC 6265bis §5.5). */
const seconds = v.pipe(
  v.number(),
  v.minValue(1, 'must be at least 1 second'),
  v.maxValue(34_560_000, 'must be at most 34560000 seconds (400 days)'),
)

const schema: v.StrictObjectSchema<v.ObjectEntries, undefined> = v.strictObject({
  secretKey: v.unknown(),
  cookieName: v.optional(
    v.pipe(v.string(), v.regex(/^[!#$%&'*+.^`|~\w-]+$/, 'must be the name of a cookie')),
  ),
  domain: v.optional(v.pipe(v.string(), v.regex(/^\.?[a-z0-9.-]+$/i, 'must be a domain'))),
  path: v.optional(v.pipe(v.string(), v.regex(/^\/[^;\s]*$/, 'must be a path'))),
  secure: v.optional(v.boolean()),
  sameSite: v.optional(v.picklist(['lax', 'strict', 'none'])),
  // It becomes the Max-Age of the cookie, which has no fractions.
  lifetime: v.optional(v.pipe(seconds, v.integer('must be a whole number of seconds'))),
  idle: v.optional(seconds),
  absolute: v.optional(seconds),
  user: v.optional(fn),
  groups: v.optional(fn),
})

/**
 * Keeps the session in the cookie of a Flask app on the same domain: `req.hallpass.session` is
 * Flask's `session`, both ways. What hallpass itself keeps of a login travels sealed inside.
 *
 * Faults of the options are told by `createHallpass`, with all others.
 *
 * @example
 * createHallpass({ baseUrl, secrets, login, session: flaskSession({ secretKey: SECRET_KEY }) })
 */
export function flaskSession(options: FlaskSessionCookieOptions): SessionFactory {
  const shape = checkOptions(schema, options, 'session')
  const given: Partial<FlaskSessionCookieOptions> = shape.length === 0 ? options : {}
  const absolute = given.absolute ?? 86_400
  const idle = given.idle ?? Math.min(3600, absolute)
  const issues = [...shape]
  if (idle > absolute) {
    issues.push({
      path: 'session.idle',
      message: 'is longer than session.absolute: make it shorter',
    })
  }
  if (given.sameSite === 'none' && given.secure === false) {
    issues.push({ path: 'session.secure', message: "must be true with sameSite: 'none'" })
  }
  issues.push(...keyIssues(options?.secretKey))
  return {
    issues,
    lifetime: { idle, absolute },
    backend: (context) => new FlaskCookie(options, context),
  }
}

function keyIssues(secretKey: unknown): readonly ConfigIssue[] {
  try {
    new FlaskSession(secretKey as Secrets)
    return []
  } catch (error) {
    if (!isHallpassError(error)) throw error
    const issues = error.issues ?? [{ path: 'secrets', message: error.message }]
    return issues.map(({ path, message }) => ({
      path: path.replace('secrets', 'session.secretKey'),
      message,
    }))
  }
}
