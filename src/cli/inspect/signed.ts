/** Values of itsdangerous in its variants, Flask's session and Cookie-Manager's cookies among them. */
import { inflateSync } from 'node:zlib'
import { decode } from '../../crypto/base64url.ts'
import { HallpassError } from '../../errors.ts'
import { taggedJson } from '../../signing/flask/tagged-json.ts'
import type { Digest, KeyDerivation } from '../../signing/keys.ts'
import { MAX_INFLATED_BYTES } from '../../signing/payload.ts'
import { Signer } from '../../signing/signer.ts'
import { readTimestamp } from '../../signing/timestamp.ts'
import type { Finding, Key, Question, Recogniser } from './finding.ts'

const DIGESTS: Readonly<Record<number, Digest>> = { 20: 'sha1', 32: 'sha256', 64: 'sha512' }
const DERIVATIONS: readonly KeyDerivation[] = ['django-concat', 'hmac', 'concat', 'none']
const SEPARATORS = ['.', ':', '|', '!', '~', '/', '$', ','] as const

const FLASK_SALT = 'cookie-session'
const CONSENT_SALT = 'cookie-consent-signer'
const SALTS = ['itsdangerous', 'itsdangerous.Signer', FLASK_SALT, CONSENT_SALT]

/** Timestamps before 2000 are text that only looks like one. */
const EARLIEST = 946_684_800

/** The parts of a signed value. */
interface Parts {
  readonly separator: string
  readonly digest: Digest
  readonly signedAt: number | undefined
  readonly payload: string
}

export const signed: Recogniser = (value, question) => {
  const parts = partsOf(value)
  if (parts === undefined) return undefined
  const read = contentsOf(parts.payload)
  const key = keyOf(value, parts, question)
  return describe(parts, read, key, question)
}

function partsOf(value: string): Parts | undefined {
  for (const separator of SEPARATORS) {
    const end = value.lastIndexOf(separator)
    const signature = end < 0 ? undefined : decode(value.slice(end + 1))
    const digest = signature && DIGESTS[signature.length]
    if (digest === undefined) continue
    const text = value.slice(0, end)
    const at = text.lastIndexOf(separator)
    const seconds = at < 0 ? undefined : readTimestamp(text.slice(at + 1))
    const isTime = seconds !== undefined && seconds >= EARLIEST
    const payload = isTime ? text.slice(0, at) : text
    return { separator, digest, signedAt: isTime ? seconds : undefined, payload }
  }
  return undefined
}

interface Contents {
  readonly value: unknown
  readonly urlSafe: boolean
  readonly deflated: boolean
  /** The JSON, for Flask's tags. */
  readonly text: string
}

/** JSON, as it is or in base64url, deflated or not. */
function contentsOf(payload: string): Contents | undefined {
  const plain = json(payload)
  if (plain !== undefined && /^[[{"]/.test(payload)) {
    return { ...plain, urlSafe: false, deflated: false, text: payload }
  }
  const deflated = payload.startsWith('.')
  const bytes = decode(deflated ? payload.slice(1) : payload)
  const text = bytes === undefined ? undefined : deflated ? inflated(bytes) : bytes.toString()
  const value = text === undefined ? undefined : json(text)
  if (text === undefined || value === undefined) return undefined
  return { ...value, urlSafe: true, deflated, text }
}

function json(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) }
  } catch {
    return undefined
  }
}

function inflated(bytes: Buffer): string | undefined {
  try {
    return inflateSync(bytes, { maxOutputLength: MAX_INFLATED_BYTES }).toString()
  } catch {
    return undefined
  }
}

interface SignedKey extends Key {
  readonly salt: string
}

function keyOf(value: string, parts: Parts, question: Question): SignedKey | undefined {
  const { separator, digest } = parts
  for (const { name: secret, value: text } of question.secrets) {
    for (const salt of [...question.salts, ...SALTS]) {
      for (const keyDerivation of DERIVATIONS) {
        try {
          new Signer(text, { salt, separator, digest, keyDerivation }).unsign(value)
          return { secret, salt, how: `salt ${salt}, ${keyDerivation}, ${digest}` }
        } catch (error) {
          if (!(error instanceof HallpassError)) throw error
        }
      }
    }
  }
  return undefined
}

function describe(
  parts: Parts,
  read: Contents | undefined,
  key: SignedKey | undefined,
  question: Question,
): Finding {
  const flask = isFlask(parts, read, key, question)
  const tagged = flask && read !== undefined ? untagged(read.text) : undefined
  const notes: string[] = []
  if (parts.separator !== '.') notes.push(`Its separator is "${parts.separator}".`)
  if (read?.deflated) notes.push('Its payload is deflated.')
  if (read === undefined && key === undefined && parts.signedAt === undefined) {
    notes.push('Only the length of its signature says so: it may be something else.')
  }
  if (flask && key === undefined) notes.push('It may be of another use of the same class.')
  return {
    format: `${kindOf(parts, read, key, flask)}, signed with HMAC-${parts.digest.toUpperCase()}`,
    madeAt: parts.signedAt,
    expiry: expiryOf(parts, read, flask),
    contents: tagged ?? (read && { value: read.value }) ?? { value: parts.payload },
    key,
    notes,
  }
}

function kindOf(
  { signedAt }: Parts,
  read: Contents | undefined,
  key: SignedKey | undefined,
  flask: boolean,
): string {
  const timed = signedAt !== undefined
  if (flask) return "Flask's session cookie (URLSafeTimedSerializer of itsdangerous)"
  if (key?.salt === CONSENT_SALT) return 'the cookie of a shared consent, _cookies_auth_token'
  if (timed && isCookieManager(read)) return 'a cookie of Cookie-Manager (TimestampSigner)'
  if (read === undefined) return `itsdangerous: ${timed ? 'TimestampSigner' : 'Signer'} over text`
  if (read.urlSafe) return `itsdangerous: URLSafe${timed ? 'Timed' : ''}Serializer`
  return `itsdangerous: ${timed ? 'Timed' : ''}Serializer`
}

function isCookieManager(read: Contents | undefined): boolean {
  return read !== undefined && !read.urlSafe && /"key_id": "/.test(read.text)
}

/** Certain when a key for it fits; else by its name, Flask's tags, or what Flask-Login keeps. */
function isFlask(
  { signedAt, digest }: Parts,
  read: Contents | undefined,
  key: SignedKey | undefined,
  { name }: Question,
): boolean {
  if (key !== undefined) return key.salt === FLASK_SALT
  if (signedAt === undefined || digest !== 'sha1' || !read?.urlSafe) return false
  if (typeof read.value !== 'object' || read.value === null || Array.isArray(read.value))
    return false
  return (
    name === 'session' ||
    /\{" (?:t|b|m|u|d|di)":/.test(read.text) ||
    ['_permanent', '_user_id', '_flashes', '_fresh', 'csrf_token'].some((one) =>
      Object.hasOwn(read.value as object, one),
    )
  )
}

function untagged(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: taggedJson.read(text) }
  } catch (error) {
    if (error instanceof HallpassError) return undefined
    throw error
  }
}

function expiryOf({ signedAt }: Parts, read: Contents | undefined, flask: boolean): string {
  if (signedAt === undefined) return 'never: no time is in it'
  if (flask) return 'the app decides: after PERMANENT_SESSION_LIFETIME, 31 days when not set'
  if (isCookieManager(read)) return 'the reader decides: after maxAge, 50 seconds when not set'
  return 'the reader decides, by its maxAge'
}
