/** Where in a session something stands that Flask has no tag for, for the message of an error. */
import { isExact, isPlain, MAX_DEPTH } from '../write-json.ts'
import { FlaskMarkup, FlaskTuple, FlaskUuid } from './flask-types.ts'

/** Longer paths are cut, in characters. */
const MAX_PATH = 200

/**
 * A sentence on the first member that cannot be written, such as `session.m is a Map`: its path
 * and its type, never its value. Undefined when all of it can be.
 */
export function unwritable(value: unknown, path = 'session', depth = 0): string | undefined {
  const what = depth > MAX_DEPTH ? `nested over ${MAX_DEPTH} deep` : fault(value)
  if (what !== undefined) {
    const where = path.length > MAX_PATH ? `${path.slice(0, MAX_PATH)}…` : path
    return `${where} is ${what}`
  }
  for (const [place, member] of members(value)) {
    const found = unwritable(member, path + place, depth + 1)
    if (found !== undefined) return found
  }
  return undefined
}

function fault(value: unknown): string | undefined {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return undefined
    case 'number':
      return numberFault(value)
    case 'object':
      return value === null ? undefined : objectFault(value)
    default:
      return value === undefined ? 'undefined' : withArticle(typeof value)
  }
}

function numberFault(value: number): string | undefined {
  if (!Number.isFinite(value)) return 'a number that is not finite'
  return isExact(value) ? undefined : 'an integer beyond 2^53: write it as text'
}

function objectFault(value: object): string | undefined {
  if (Array.isArray(value) || value instanceof Uint8Array) return undefined
  if (value instanceof FlaskTuple || value instanceof FlaskMarkup) return undefined
  if (value instanceof FlaskUuid || isPlain(value)) return undefined
  if (!(value instanceof Date)) return withArticle(value.constructor?.name || 'class instance')
  const year = value.getUTCFullYear()
  return year >= 100 && year <= 9999 ? undefined : 'a Date of no year from 100 to 9999'
}

function members(value: unknown): readonly (readonly [string, unknown])[] {
  if (value instanceof FlaskTuple) return members(value.items)
  if (Array.isArray(value)) return Array.from(value, (item, index) => [`[${index}]`, item])
  if (typeof value !== 'object' || value === null || !isPlain(value)) return []
  return Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .map(([name, member]) => [isWord(name) ? `.${name}` : `[${JSON.stringify(name)}]`, member])
}

function isWord(name: string): boolean {
  return /^[A-Za-z_$][\w$]*$/.test(name)
}

function withArticle(noun: string): string {
  return `${/^[AEIOUaeiou]/.test(noun) ? 'an' : 'a'} ${noun}`
}
