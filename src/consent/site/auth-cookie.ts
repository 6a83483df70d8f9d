/** `_cookies_auth_token`: who the visitor is at the central service, as Flask signs it. */
import type { Keyring } from '../../crypto/keyring.ts'
import { isHallpassError } from '../../errors.ts'
import { type CookieAttributes, clearCookie, setCookie } from '../../http/cookies.ts'
import type { Exchange, HeaderList } from '../../http/exchange.ts'
import { OpenedTexts } from '../../http/opened-texts.ts'
import { cookieReadings } from '../../http/python-cookies.ts'
import type { Secrets } from '../../signing/secrets.ts'
import type { TimestampedValue } from '../../signing/serializer-base.ts'
import { URLSafeTimedSerializer } from '../../signing/serializers.ts'
import { AUTH_COOKIE, AUTH_SALT } from '../wire/cookies.ts'
import { isUuid } from './answers.ts'

/** Seconds for which a visitor is known: a year. */
const LIFE = 31_536_000
/** The longest value that is looked at; a signed UUID has 84 characters. */
const MAX_LENGTH = 512
/** The purpose of the key where the site shares none with a Flask app. */
const PURPOSE = 'consent-auth'

/** A visitor whom the site knows. */
export interface KnownVisitor {
  readonly uuid: string
  /** The cookie is under an old key: write it again. */
  readonly stale: boolean
}

/** A visitor whose cookie was verified, and when it was signed, in seconds since the epoch. */
interface Opened {
  readonly visitor: KnownVisitor
  readonly signedAt: number
}

/** Reads and writes the cookie. */
export class AuthCookie {
  readonly #newest: URLSafeTimedSerializer
  readonly #all: URLSafeTimedSerializer
  readonly #attributes: CookieAttributes
  readonly #now: () => number
  /** Every page sends the same cookie: to verify it anew costs as much as the rest of an answer. */
  readonly #opened = new OpenedTexts<Opened>()

  /** @param secrets - Newest first; see `authSecrets`. @throws `invalid_config` */
  constructor(secrets: Secrets, secure: boolean, now: () => number) {
    const options = { salt: AUTH_SALT, now, maxInflatedBytes: MAX_LENGTH }
    const list = Array.isArray(secrets) ? secrets : [secrets]
    this.#all = new URLSafeTimedSerializer(list, options)
    this.#newest = new URLSafeTimedSerializer(list.slice(0, 1), options)
    this.#attributes = { path: '/', sameSite: 'lax', secure }
    this.#now = now
  }

  /**
   * The visitor of a request. Two cookies that name different visitors name none: one of them
   * was set by another site of the domain. Never throws.
   */
  read(exchange: Exchange): KnownVisitor | undefined {
    const header = exchange.header('cookie') ?? ''
    if (!header.includes(AUTH_COOKIE)) return undefined
    const found = new Map<string, KnownVisitor>()
    for (const value of cookieReadings(header, AUTH_COOKIE)) {
      const visitor = this.#open(value)
      if (visitor !== undefined && found.get(visitor.uuid)?.stale !== false) {
        found.set(visitor.uuid, visitor)
      }
    }
    const [visitor] = found.values()
    return found.size === 1 ? visitor : undefined
  }

  write(uuid: string): HeaderList {
    return [setCookie(AUTH_COOKIE, this.#newest.dumps(uuid), { ...this.#attributes, maxAge: LIFE })]
  }

  clear(): HeaderList {
    return [clearCookie(AUTH_COOKIE, this.#attributes)]
  }

  #open(value: string): KnownVisitor | undefined {
    if (value === '' || value.length > MAX_LENGTH) return undefined
    const opened = this.#opened.get(value)
    if (opened !== undefined) return this.#isOfLastYear(opened) ? opened.visitor : undefined
    const newest = loaded(this.#newest, value)
    const read = newest ?? loaded(this.#all, value)
    if (read === undefined || !isUuid(read.value)) return undefined
    const visitor = { uuid: read.value.toLowerCase(), stale: newest === undefined }
    this.#opened.set(value, { visitor, signedAt: read.signedAt.getTime() / 1000 })
    return visitor
  }

  #isOfLastYear({ signedAt }: Opened): boolean {
    const age = Math.floor(this.#now()) - signedAt
    return age >= 0 && age <= LIFE
  }
}

function loaded(serializer: URLSafeTimedSerializer, value: string): TimestampedValue | undefined {
  try {
    return serializer.loadsWithTimestamp(value, { maxAge: LIFE })
  } catch (error) {
    if (isHallpassError(error)) return undefined
    throw error
  }
}

/** The secrets of a site that shares the cookie with no Flask app, newest first. */
export function ownSecrets(keyring: Keyring): readonly string[] {
  return keyring.derive(PURPOSE).map(({ key }) => key.export().toString('base64url'))
}
