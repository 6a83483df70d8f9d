/** The tagged JSON of a Flask session, with names for Python's types. */
import { isHallpassError } from '../../errors.ts'
import { FlaskMarkup, FlaskTuple, FlaskUuid } from '../../signing/flask/flask-types.ts'
import { taggedJson } from '../../signing/flask/tagged-json.ts'

/** The JSON with names instead of tags; undefined for what is no Flask session. */
export function flaskText(json: string): string | undefined {
  try {
    return JSON.stringify(named(taggedJson.read(json)))
  } catch (error) {
    if (isHallpassError(error)) return undefined
    throw error
  }
}

function named(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(named)
  if (value instanceof FlaskTuple) return { 'tuple()': value.items.map(named) }
  if (value instanceof FlaskMarkup) return { 'Markup()': value.html }
  if (value instanceof FlaskUuid) return { 'UUID()': value.value }
  if (value instanceof Date) return { 'datetime()': value.toISOString() }
  if (value instanceof Uint8Array) return { 'bytes()': Buffer.from(value).toString('hex') }
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, named(member)]))
}
