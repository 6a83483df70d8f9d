/** Values of a Flask session as the vectors and the Python peer write them: `{ "$uuid": … }`. */
import fc from 'fast-check'
import { FlaskMarkup, FlaskTuple, FlaskUuid, type FlaskValue } from '../src/sealing.ts'

/** The value that a marked JSON value stands for. */
export function flaskValueOf(marked: unknown): FlaskValue {
  if (Array.isArray(marked)) return marked.map(flaskValueOf)
  if (typeof marked !== 'object' || marked === null) return marked as FlaskValue
  const entries = Object.entries(marked)
  const [mark, value] = entries.length === 1 ? (entries[0] ?? []) : []
  switch (mark) {
    case '$datetime':
      return new Date(String(value))
    case '$uuid':
      return new FlaskUuid(String(value))
    case '$bytes':
      return new Uint8Array(Buffer.from(String(value), 'hex'))
    case '$markup':
      return new FlaskMarkup(String(value))
    case '$tuple':
      return new FlaskTuple(flaskValueOf(value) as readonly FlaskValue[])
    default:
      return Object.fromEntries(entries.map(([name, member]) => [name, flaskValueOf(member)]))
  }
}

/** The marked JSON value of a value. */
export function markedOf(value: FlaskValue): unknown {
  if (Array.isArray(value)) return value.map(markedOf)
  if (value instanceof Date) return { $datetime: value.toISOString().replace('.000Z', 'Z') }
  if (value instanceof FlaskUuid) return { $uuid: value.value }
  if (value instanceof Uint8Array) return { $bytes: Buffer.from(value).toString('hex') }
  if (value instanceof FlaskMarkup) return { $markup: value.html }
  if (value instanceof FlaskTuple) return { $tuple: value.items.map(markedOf) }
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, markedOf(one)]))
}

const text = fc.string({ unit: 'grapheme', maxLength: 12 })
const tags = fc.constantFrom(' t', ' b', ' m', ' u', ' d', ' di', ' t__', ' di__')
const scalars: fc.Arbitrary<FlaskValue> = fc.oneof(
  fc.constantFrom(null, true, false, 0, -1, 2 ** 53 - 1, 1e21, -1e300),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e15, max: 1e15 }),
  text,
  fc
    .date({ min: new Date('0100-01-01'), max: new Date('9999-01-01'), noInvalidDate: true })
    .map(wholeSeconds),
  fc.uint8Array({ maxLength: 20 }),
  fc.uuid().map((uuid) => new FlaskUuid(uuid)),
  text.map((html) => new FlaskMarkup(html)),
)

function wholeSeconds(date: Date): Date {
  return new Date(Math.floor(date.getTime() / 1000) * 1000)
}

/** Any value that a Flask session can hold. */
export const flaskValues: fc.Arbitrary<FlaskValue> = fc.letrec<{ value: FlaskValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    scalars,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.array(tie('value'), { maxLength: 3 }).map((items) => new FlaskTuple(items)),
    fc.dictionary(fc.oneof(text, tags), tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
})).value

/** Any Flask session. */
export const flaskSessions: fc.Arbitrary<{ [name: string]: FlaskValue }> = fc.dictionary(
  fc.oneof(text, tags),
  flaskValues,
  { maxKeys: 4, noNullPrototype: true },
)
