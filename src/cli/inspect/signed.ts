/** Values of itsdangerous in its variants, Flask's session and Cookie-Manager's cookies among them. */
import type { Kind, Question, Recogniser } from './finding.ts'
import { flaskText } from './flask-text.ts'
import { CONSENT_SALT, FLASK_SALT, type SignedKey, trySignatures } from './signed-keys.ts'
import { type Parts, partsOf } from './signed-parts.ts'
import { type ReadPayload, readPayload } from './signed-payload.ts'

/** What is known of a signed value. */
interface Signed {
  readonly parts: Parts
  readonly read: ReadPayload
  /** The object inside, where there is one. */
  readonly object: Readonly<Record<string, unknown>> | undefined
  readonly key: SignedKey | undefined
}

export const signed: Recogniser = (value, question) => {
  const ways = partsOf(value)
  const [likeliest] = ways
  if (likeliest === undefined) return undefined
  const { trials, inside: key } = trySignatures(ways, question)
  const parts = key?.parts ?? likeliest
  const read = readPayload(parts.payload)
  // Cut, and with nothing readable inside: that may be anything.
  if (parts.digest === undefined && read.form === 'text') return undefined
  const known: Signed = { parts, read, object: objectOf(read), key }
  const kind = kindOf(known, question)
  const names = kind === 'flask-session' ? flaskText(read.text) : undefined
  return {
    kind,
    format: formatOf(kind, known),
    madeAt: parts.signedAt,
    expiry: parts.signedAt === undefined ? 'never: no time is in it' : EXPIRY[kind],
    contents: { text: names ?? read.text, json: read.form !== 'text' },
    trials,
    notes: [...parts.notes, ...read.notes, ...notesOf(kind, known, names)],
  }
}

/** Certain when a key for it fits; else by the cookie's name and by what is inside. */
function kindOf(known: Signed, { name }: Question): Kind {
  const { parts, read, object, key } = known
  const timed = parts.signedAt !== undefined
  if (!timed) return 'itsdangerous'
  if (read.form === 'json' && typeof keyIdOf(object) === 'string') return 'cookie-manager'
  if (read.form !== 'url-safe' && read.form !== 'deflated') return 'itsdangerous'
  const mayBeFlask = parts.digest === 'sha1' && (name === 'session' || looksLikeFlask(known))
  const isFlask = key ? key.salt === FLASK_SALT : mayBeFlask
  if (isFlask && object !== undefined) return 'flask-session'
  const isConsent = key
    ? key.salt === CONSENT_SALT
    : name === '_cookies_auth_token' || /^"[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}"$/.test(read.text)
  return isConsent && read.text.startsWith('"') ? 'consent' : 'itsdangerous'
}

/** What only Flask, Flask-Login and Flask-WTF keep. */
const FLASK_MEMBERS = ['_permanent', '_user_id', '_flashes', '_fresh', '_id', 'csrf_token']

function looksLikeFlask({ read, object = {} }: Signed): boolean {
  const tagged = /\{" (?:t|b|m|u|d|di)":/.test(read.text)
  return tagged || FLASK_MEMBERS.some((member) => Object.hasOwn(object, member))
}

function formatOf(kind: Kind, { parts, read, object, key }: Signed): string {
  const timed = parts.signedAt !== undefined
  const digest = parts.digest === undefined ? '' : `, ${parts.digest}`
  const likely = key === undefined ? ', by the look of it' : ''
  if (kind === 'cookie-manager') {
    return `a cookie of Cookie-Manager, key id ${JSON.stringify(keyIdOf(object))}${digest}`
  }
  const name = className(read.form, timed)
  const variant = `${name} of itsdangerous${read.form === 'deflated' ? ', deflated' : ''}${digest}`
  if (kind === 'flask-session') return `Flask's session${likely} (${variant})`
  if (kind === 'consent') return `_cookies_auth_token, a shared consent${likely} (${variant})`
  return variant
}

function className(form: ReadPayload['form'], timed: boolean): string {
  if (form === 'text') return `text of ${timed ? 'TimestampSigner' : 'Signer'}`
  if (form === 'base64') {
    return `JSON in base64 of ${timed ? 'TimestampSigner' : 'Signer'}, as Starlette's sessions are,`
  }
  return `${form === 'json' ? '' : 'URLSafe'}${timed ? 'Timed' : ''}Serializer`
}

const READER = 'who reads it decides, by a maxAge'
const EXPIRY: Readonly<Partial<Record<Kind, string>>> = {
  itsdangerous: READER,
  consent: `${READER}: a year, as the services have it`,
  'cookie-manager': `${READER}: 50 seconds when nothing else is set`,
  'flask-session': 'the app decides, by PERMANENT_SESSION_LIFETIME: 31 days when not set',
}

function notesOf(kind: Kind, { parts, object }: Signed, names: string | undefined): string[] {
  const notes: string[] = []
  if (parts.separator !== '.') notes.push(`Its separator is ${JSON.stringify(parts.separator)}.`)
  if (kind !== 'flask-session') return notes
  if (names === undefined) notes.push('It holds something that Flask does not write.')
  if (typeof object?._hallpass === 'string') {
    notes.push('_hallpass in it is a login of hallpass, sealed: inspect that value by itself.')
  }
  return notes
}

function objectOf({ form, text }: ReadPayload): Readonly<Record<string, unknown>> | undefined {
  if (form === 'text' || !text.trimStart().startsWith('{')) return undefined
  return JSON.parse(text)
}

function keyIdOf(object: Readonly<Record<string, unknown>> | undefined): unknown {
  return object !== undefined && Object.hasOwn(object, 'key_id') ? object.key_id : undefined
}
