/** A finding, as a person reads it. */
import { FlaskMarkup, FlaskTuple, FlaskUuid } from '../../signing/flask/flask-types.ts'
import type { Finding } from './finding.ts'

/** What surrounds a finding. */
export interface ReportContext {
  /** Whether any secret was given. */
  readonly tried: boolean
  /** Seconds since the epoch. */
  readonly now: number
  /** What was taken off the value. */
  readonly notes: readonly string[]
  /** Seconds that a value may be old; undefined: nobody asked. */
  readonly maxAge?: number | undefined
}

/** The report of a finding, with a line break at its end. */
export function report(finding: Finding, context: ReportContext): string {
  const { format, madeAt, expiresAt, expiry, contents, notes } = finding
  const lines = [row('It is', format)]
  if (madeAt !== undefined) lines.push(row('Made', moment(madeAt, context.now)))
  if (expiresAt !== undefined) {
    const label = expiresAt <= context.now ? 'Ran out' : 'Runs out'
    lines.push(row(label, moment(expiresAt, context.now)))
  }
  if (expiresAt === undefined && expiry !== undefined) lines.push(row('Runs out', expiry))
  const age = ageOf(finding, context)
  if (age !== undefined) lines.push(row('Age', age))
  lines.push(row('Secret', secret(finding, context)))
  for (const note of [...context.notes, ...notes]) lines.push(row('Note', note))
  if (contents !== undefined) {
    lines.push('', finding.key ? 'Inside:' : 'Inside, NOT VERIFIED (anybody may have written it):')
    lines.push(indented(contents.value))
  }
  return `${lines.map(printable).join('\n')}\n`
}

function row(label: string, text: string): string {
  return `${label.padEnd(10)}${text}`
}

function secret({ key, contents, unverifiable }: Finding, { tried }: ReportContext): string {
  if (key !== undefined) return `${key.secret} fits: ${key.how}`
  if (unverifiable !== undefined) return unverifiable
  if (tried) return 'none of those given fits'
  const state = contents === undefined ? 'it stays closed' : 'NOT VERIFIED'
  return `none was given: ${state} (--secret-env NAME)`
}

function ageOf({ madeAt }: Finding, { maxAge, now }: ReportContext): string | undefined {
  if (maxAge === undefined) return undefined
  if (madeAt === undefined) return 'no time is in it: --max-age cannot be looked at'
  const age = now - madeAt
  if (age < 0) return `${-age} seconds in the future: REFUSED; compare the clocks of both machines`
  return age <= maxAge
    ? `${age} seconds, and ${maxAge} are allowed: taken`
    : `${age} seconds, and ${maxAge} are allowed: REFUSED`
}

/** A time, and how far away it is. */
export function moment(seconds: number, now: number): string {
  const date = new Date(seconds * 1000)
  if (Number.isNaN(date.getTime())) return `${seconds}, which is no time`
  const distance = spoken(Math.abs(now - seconds))
  const iso = date.toISOString().replace('.000Z', 'Z')
  return `${iso}, ${seconds <= now ? `${distance} ago` : `in ${distance}`}`
}

const UNITS = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const

function spoken(seconds: number): string {
  for (const [unit, size] of UNITS) {
    const count = Math.floor(seconds / size)
    if (count >= 2 || (count === 1 && unit === 'day'))
      return `${count} ${unit}${count === 1 ? '' : 's'}`
  }
  return `${Math.floor(seconds)} seconds`
}

function indented(value: unknown): string {
  return JSON.stringify(plain(value), undefined, 2).replace(/^/gm, '  ')
}

/** What is nested deeper is not shown. */
const MAX_DEPTH = 100

/** JSON that can be shown: Flask's types under the names that Python has for them. */
export function plain(value: unknown, depth = 0): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (depth > MAX_DEPTH) return '… (nested too deep to show)'
  const inner = (one: unknown) => plain(one, depth + 1)
  if (Array.isArray(value)) return value.map(inner)
  if (value instanceof FlaskTuple) return { 'tuple()': value.items.map(inner) }
  if (value instanceof FlaskMarkup) return { 'Markup()': value.html }
  if (value instanceof FlaskUuid) return { 'UUID()': value.value }
  if (value instanceof Date) return { 'datetime()': value.toISOString() }
  if (value instanceof Uint8Array) return { 'bytes()': Buffer.from(value).toString('hex') }
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, inner(member)]))
}

/** What moves a cursor, changes a colour or turns the direction of text. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\u2028\u2029]/gu

/** Such characters are shown, not obeyed. */
function printable(line: string): string {
  return line.replace(UNPRINTABLE, (character) =>
    character === '\n' ? character : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
