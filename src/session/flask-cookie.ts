/** The session in Flask's cookie: what both apps keep, readable; what hallpass keeps, sealed. */
import { PurposeSeal } from '../crypto/purpose-seal.ts'
import { isHallpassError } from '../errors.ts'
import { type CookieAttributes, clearCookie, setCookie } from '../http/cookies.ts'
import type { Exchange, HeaderList } from '../http/exchange.ts'
import { OpenedTexts } from '../http/opened-texts.ts'
import { cookieReadings } from '../http/python-cookies.ts'
import { FlaskSession } from '../signing/flask/flask-session.ts'
import type { FlaskSessionData } from '../signing/flask/flask-types.ts'
import type { CookieBackend, SessionRead } from './backend.ts'
import type { DataFormat } from './data-format.ts'
import type { SessionContext } from './factory.ts'
import { flaskData, OWN_MEMBER } from './flask-data.ts'
import { FlaskLog } from './flask-log.ts'
import { flaskLogin } from './flask-login.ts'
import type { FlaskSessionCookieOptions } from './flask-options.ts'
import { expiresAt } from './lifetime.ts'
import { parseSession, type SessionState, serializeSession } from './state.ts'

/** What browsers keep of one cookie: name, value and attributes (werkzeug warns above it, too). */
const MAX_COOKIE_BYTES = 4093

/** A cookie that opened. */
interface Opened {
  readonly data: FlaskSessionData
  readonly signedAt: number
  /** The login that was made here; its time-outs are still to be looked at. */
  readonly own: SessionState | undefined
  /** What stands when there is none: the data, and a login that Flask made. */
  readonly theirs: SessionState
  readonly stale: boolean
}

const NOBODY: SessionRead = { state: undefined, present: false, rewrite: false }
const REFUSED: SessionRead = { state: undefined, present: true, rewrite: false }

/** Sessions in the cookie of a Flask app. */
export class FlaskCookie implements CookieBackend {
  readonly data: DataFormat
  readonly #log: FlaskLog
  readonly #options: FlaskSessionCookieOptions
  readonly #context: SessionContext
  readonly #flask: FlaskSession
  readonly #newest: FlaskSession
  readonly #seal: PurposeSeal
  readonly #opened = new OpenedTexts<Opened>()
  readonly #name: string
  readonly #lifetime: number
  readonly #attributes: CookieAttributes

  constructor(options: FlaskSessionCookieOptions, context: SessionContext) {
    const { secretKey = '', domain } = options
    this.#options = options
    this.#context = context
    this.#log = new FlaskLog(context)
    this.data = flaskData(this.#log)
    this.#flask = new FlaskSession(secretKey, { now: context.now })
    const newest = Array.isArray(secretKey) ? secretKey.slice(0, 1) : secretKey
    this.#newest = new FlaskSession(newest, { now: context.now })
    this.#seal = new PurposeSeal(context.keyring, 'flask-session')
    this.#name = options.cookieName ?? 'session'
    this.#lifetime = options.lifetime ?? 2_678_400
    this.#attributes = {
      path: options.path ?? '/',
      secure: options.secure ?? context.secure,
      sameSite: options.sameSite ?? 'lax',
      ...(domain !== undefined && { domain }),
    }
  }

  /**
   * What did not verify is never cleared: it may be good at Flask, and only this process may be
   * without its key. A cookie of ours that ran out is.
   */
  read(exchange: Exchange): SessionRead {
    const values = cookieReadings(exchange.header('cookie') ?? '', this.#name)
    const now = this.#context.now()
    let refused = NOBODY
    let strange = false
    for (const value of values) {
      const opened = this.#open(value)
      const age = opened === undefined ? -1 : now - opened.signedAt
      if (opened === undefined) strange ||= value !== ''
      else if (age > this.#lifetime) refused = REFUSED
      else if (age >= 0) return this.#judged(opened, exchange, now)
    }
    if (strange) this.#log.unverified()
    return strange ? NOBODY : refused
  }

  write(exchange: Exchange, state: SessionState): HeaderList | undefined {
    const { login, data } = state
    // A login that Flask made is in the data already.
    const own = login !== undefined && state.endsAt === undefined
    const kept = own ? { ...data, [OWN_MEMBER]: this.#sealed(state) } : data
    if (Object.keys(kept).length === 0) return this.clear(exchange)
    const value = this.#flask.dumps(kept as FlaskSessionData)
    // As in Flask: without `_permanent` until the browser is closed.
    const maxAge = data._permanent === true ? { maxAge: this.#lifetime } : {}
    const line = setCookie(this.#name, value, { ...this.#attributes, ...maxAge })
    if (line[1].length <= MAX_COOKIE_BYTES) return [line]
    this.#log.tooLarge(line[1].length, MAX_COOKIE_BYTES)
    return undefined
  }

  clear(_exchange: Exchange): HeaderList {
    return [clearCookie(this.#name, this.#attributes)]
  }

  #judged(opened: Opened, exchange: Exchange, now: number): SessionRead {
    const { accepts, lifetime, revocations } = this.#context
    const { own, theirs, stale } = opened
    if (own !== undefined && revocations.has(own)) return NOBODY
    const lives = own !== undefined && expiresAt(own, lifetime) > now && accepts(own, exchange)
    const state = lives ? own : theirs
    if (revocations.has(state)) return NOBODY
    return { state, present: true, rewrite: stale || this.#renewalDue(opened, now) }
  }

  /** As with Flask a permanent session lives on while it is used; not at each request, though. */
  #renewalDue({ data, signedAt }: Opened, now: number): boolean {
    return data._permanent === true && now - signedAt >= this.#lifetime / 20
  }

  #sealed(state: SessionState): string {
    return this.#seal.seal(serializeSession({ ...state, data: {} }))
  }

  #open(cookie: string): Opened | undefined {
    const known = this.#opened.get(cookie)
    if (known !== undefined) return known
    const newest = this.#loaded(this.#newest, cookie)
    const loaded = newest ?? this.#loaded(this.#flask, cookie)
    if (loaded === undefined) return undefined
    const { [OWN_MEMBER]: sealed, ...data } = loaded.value
    const signedAt = Math.floor(loaded.signedAt.getTime() / 1000)
    const inside = typeof sealed === 'string' ? this.#seal.open(sealed) : undefined
    const own = inside?.ok ? parseSession(inside.plaintext) : undefined
    const login = flaskLogin(this.#options, data, this.#context.logger)
    const opened = {
      data,
      signedAt,
      own: own && { ...own, data },
      theirs: {
        // The signature is the one thing that tells two such sessions apart.
        id: `flask:${cookie.slice(cookie.lastIndexOf('.') + 1)}`,
        createdAt: signedAt,
        seenAt: signedAt,
        endsAt: signedAt + this.#lifetime,
        data,
        ...(login && { login }),
      },
      stale: newest === undefined || (inside?.ok === true && inside.stale),
    }
    this.#opened.set(cookie, opened)
    return opened
  }

  #loaded(
    flask: FlaskSession,
    cookie: string,
  ): ReturnType<FlaskSession['loadsWithTimestamp']> | undefined {
    try {
      return flask.loadsWithTimestamp(cookie)
    } catch (error) {
      if (isHallpassError(error)) return undefined
      throw error
    }
  }
}
