/** JSON as Python's `json.dumps` writes it, byte for byte. */
import { HallpassError } from '../errors.ts'

/** What Python's callers set differently. */
export interface JsonStyle {
  /** Between members: `, ` by default in Python. */
  readonly comma: ',' | ', '
  /** Behind a name: `: ` by default in Python. */
  readonly colon: ':' | ': '
  /** Whether everything but printable ASCII is escaped: so by default in Python. */
  readonly ascii: boolean
}

/** `json.dumps(value)`: what `Serializer` and Cookie-Manager write. */
export const DEFAULT_STYLE: JsonStyle = { comma: ', ', colon: ': ', ascii: true }
/** What the URL-safe serializers of itsdangerous write. */
export const COMPACT_STYLE: JsonStyle = { comma: ',', colon: ':', ascii: false }

/** How deep lists and objects may nest; Python's own parser gives up at about 1,000. */
export const MAX_DEPTH = 500

/**
 * The JSON text of a value.
 *
 * Refused is whatever would not come back as it was: numbers that are not finite, integers beyond
 * 2^53, half surrogate pairs, dates and other objects with a class. Members that are undefined
 * are left out, as in `JSON.stringify`.
 *
 * @throws HallpassError `bad_payload`, which names the kind of the value and not the value
 */
export function writeJson(value: unknown, style: JsonStyle): string {
  return write(value, style, 0)
}

function write(value: unknown, style: JsonStyle, depth: number): string {
  switch (typeof value) {
    case 'string':
      return writeString(value, style)
    case 'number':
      return writeNumber(value)
    case 'boolean':
      return value ? 'true' : 'false'
    case 'object':
      if (value === null) return 'null'
      if (depth >= MAX_DEPTH) throw unwritable(`lists and objects nested over ${MAX_DEPTH} deep`)
      return Array.isArray(value)
        ? // Not `map`, which passes over holes: what has none in JSON would be written as nothing.
          `[${Array.from(value, (item) => write(item, style, depth + 1)).join(style.comma)}]`
        : writeObject(value, style, depth)
    default:
      throw unwritable(`a value of type ${typeof value}`)
  }
}

function writeObject(value: object, style: JsonStyle, depth: number): string {
  if (!isPlain(value))
    throw unwritable(`an object of class ${value.constructor?.name ?? 'unknown'}`)
  const members: string[] = []
  for (const [name, member] of Object.entries(value)) {
    if (member === undefined) continue
    members.push(writeString(name, style) + style.colon + write(member, style, depth + 1))
  }
  return `{${members.join(style.comma)}}`
}

/** Written as `{ … }` or without a prototype, also in another realm. */
export function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}

function writeString(text: string, { ascii }: JsonStyle): string {
  if (ascii) return JSON.stringify(text).replace(/[\x7f-\uffff]/g, escapeUnit)
  // As ASCII half a pair can be written; as UTF-8 Python cannot either.
  if (!text.isWellFormed()) throw unwritable('text that holds half a surrogate pair')
  return JSON.stringify(text)
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
}

/** Whether a number is written: it is finite, and no integer that may have been rounded already. */
export function isExact(value: number): boolean {
  if (!Number.isInteger(value)) return Number.isFinite(value)
  // From 1e21 on JavaScript itself writes an exponent, and Python reads a float.
  return Number.isSafeInteger(value) || Math.abs(value) >= 1e21
}

/** A number as Python's `repr` writes it: the same digits, but other rules for the exponent. */
function writeNumber(value: number): string {
  if (!Number.isFinite(value)) throw unwritable('a number that is not finite')
  if (!isExact(value)) {
    throw unwritable('an integer beyond 2^53, which may be rounded already: write it as text')
  }
  if (Object.is(value, -0)) return '-0.0'
  const size = Math.abs(value)
  if (Number.isSafeInteger(value)) return String(value)
  if (size >= 1e-4 && size < 1e16) return String(value)
  return value.toExponential().replace(/e([+-])(\d)$/, 'e$10$2')
}

function unwritable(what: string): HallpassError {
  return new HallpassError('bad_payload', `${what} cannot be written as JSON without loss.`)
}
