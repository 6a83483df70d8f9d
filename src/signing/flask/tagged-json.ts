/**
 * The JSON of Flask's session (`TaggedJSONSerializer`): an object with one member whose name is a
 * tag stands for a Python type.
 */
import { HallpassError, isHallpassError } from '../../errors.ts'
import type { Payload } from '../payload.ts'
import { readJson } from '../read-json.ts'
import { isExact, isPlain, type JsonStyle, MAX_DEPTH, writeJson } from '../write-json.ts'
import {
  FlaskMarkup,
  type FlaskSessionData,
  FlaskTuple,
  FlaskUuid,
  type FlaskValue,
} from './flask-types.ts'
import { unwritable } from './unwritable.ts'

/** What Flask's own provider of JSON writes. */
const STYLE: JsonStyle = { comma: ',', colon: ':', ascii: true }

const TUPLE = ' t'
const BYTES = ' b'
const MARKUP = ' m'
const UUID = ' u'
const DATETIME = ' d'
/** An object of one member whose name is a tag itself; it is written with `__` behind it. */
const DICT = ' di'
const TAGS: ReadonlySet<string> = new Set([TUPLE, BYTES, MARKUP, UUID, DATETIME, DICT])

/** A Flask session as text, and back: what is read can be written, and is then read as the same. */
export const taggedJson: Payload<FlaskSessionData> = {
  write(session) {
    if (!isObject(session)) throw unusable('A Flask session is an object.')
    try {
      return writeJson(tagged(session, 0), STYLE)
    } catch (error) {
      // Looked for only now, so that what can be written pays nothing for it.
      const found = isHallpassError(error) ? unwritable(session) : undefined
      throw found === undefined ? error : unusable(`${found}, which a Flask session cannot hold.`)
    }
  },
  read(text) {
    const session = untagged(readJson(text), 0)
    if (isObject(session)) return session
    throw unusable('The payload is signed, but it is not a session.')
  },
}

function tagged(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (depth > MAX_DEPTH) throw unusable(`The session is nested over ${MAX_DEPTH} deep.`)
  if (Array.isArray(value)) return Array.from(value, (item) => tagged(item, depth + 1))
  if (value instanceof FlaskTuple) return { [TUPLE]: tagged(value.items, depth) }
  if (value instanceof Uint8Array) return { [BYTES]: Buffer.from(value).toString('base64') }
  if (value instanceof FlaskMarkup) return { [MARKUP]: value.html }
  if (value instanceof FlaskUuid) return { [UUID]: value.value.replaceAll('-', '') }
  if (value instanceof Date) return { [DATETIME]: httpDate(value) }
  // What else has a class is for writeJson to refuse.
  if (!isPlain(value)) return value
  const members = Object.entries(value).filter(([, member]) => member !== undefined)
  const written = members.map(([name, member]) => [name, tagged(member, depth + 1)] as const)
  const only = written.length === 1 ? written[0] : undefined
  if (only !== undefined && TAGS.has(only[0])) return { [DICT]: { [`${only[0]}__`]: only[1] } }
  return Object.fromEntries(written)
}

/** The innermost first, as Python's `object_hook` sees them. */
function untagged(value: unknown, depth: number): FlaskValue {
  if (typeof value !== 'object' || value === null) return scalar(value)
  // As writeJson counts: in levels of the JSON, tags included.
  if (depth >= MAX_DEPTH) throw unusable(`The session is nested over ${MAX_DEPTH} deep.`)
  if (Array.isArray(value)) return value.map((item) => untagged(item, depth + 1))
  const members = Object.entries(value)
  const read = members.map(([name, member]) => [name, untagged(member, depth + 1)] as const)
  const only = read.length === 1 ? read[0] : undefined
  if (only === undefined || !TAGS.has(only[0])) return Object.fromEntries(read)
  return untag(only[0], only[1])
}

function scalar(value: unknown): FlaskValue {
  if (value === null || typeof value === 'string') return value
  if (typeof value === 'boolean') return value
  if (typeof value === 'number') {
    if (isExact(value)) return value
    // It could not be written again: an app that changes another member would lose the session.
    throw unusable('The payload holds a number that is too large to be exact (2^53 or more).')
  }
  throw unusable('The payload is signed, but it is not JSON.')
}

function untag(tag: string, value: FlaskValue): FlaskValue {
  if (tag === TUPLE && Array.isArray(value)) return new FlaskTuple(value)
  if (tag === DICT && isObject(value)) return unescaped(value)
  if (typeof value !== 'string') throw malformed()
  if (tag === MARKUP) return new FlaskMarkup(value)
  if (tag === BYTES) return bytes(value)
  if (tag === UUID) return uuid(value)
  if (tag === DATETIME) return datetime(value)
  throw malformed()
}

function unescaped(value: Readonly<Record<string, FlaskValue>>): FlaskValue {
  const [only, ...others] = Object.entries(value)
  if (only === undefined || others.length > 0 || !only[0].endsWith('__')) throw malformed()
  return Object.fromEntries([[only[0].slice(0, -2), only[1]]])
}

function bytes(text: string): Uint8Array {
  const read = Buffer.from(text, 'base64')
  if (read.toString('base64') !== text) throw malformed()
  return new Uint8Array(read)
}

function uuid(hex: string): FlaskUuid {
  const parts = /^([\da-f]{8})([\da-f]{4})([\da-f]{4})([\da-f]{4})([\da-f]{12})$/.exec(hex)
  if (parts === null) throw malformed()
  return new FlaskUuid(parts.slice(1).join('-'))
}

function datetime(text: string): Date {
  const read = new Date(text)
  // One spelling only: `Date` would take a great many, some of them in this machine's time zone.
  if (Number.isNaN(read.getTime()) || httpDate(read) !== text) throw malformed()
  return read
}

/** An HTTP date (RFC 9110 §5.6.7), for the years that Python reads in one: not 50 as 1950. */
function httpDate(value: Date): string {
  const year = value.getUTCFullYear()
  if (year >= 100 && year <= 9999) return value.toUTCString()
  throw unusable('A date in a Flask session is of a year from 100 to 9999.')
}

function isObject(value: unknown): value is FlaskSessionData {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && isPlain(value)
}

function malformed(): HallpassError {
  return unusable('The payload is signed, but holds a tag that Flask does not write.')
}

function unusable(message: string): HallpassError {
  return new HallpassError('bad_payload', message)
}
