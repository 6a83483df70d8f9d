/** What was found out, as a person reads it. */
import { type Contents, type Finding, isVerified } from './finding.ts'
import type { Result } from './inspect.ts'
import { layOut, printable } from './json-text.ts'
import { moment } from './moment.ts'
import { verdictOf } from './verdict.ts'

/** What surrounds a result. */
export interface ReportContext {
  /** Whether any secret was given. */
  readonly tried: boolean
  /** Seconds since the epoch. */
  readonly now: number
  /** Seconds that a value may be old; undefined: nobody asked. */
  readonly maxAge?: number | undefined
}

/** The most that is shown of what is inside, in characters. */
const MAX_SHOWN = 20_000

/** The report of a result, with a line break at its end. Nothing in it can steer a terminal. */
export function report({ name, finding, notes }: Result, context: ReportContext): string {
  const lines = name === undefined ? [] : [row('Cookie', name)]
  if (finding === undefined) lines.push(row('It is', 'nothing that hallpass knows'))
  else lines.push(...rowsOf(finding, context))
  lines.push(...notes.map((note) => row('Note', note)))
  const { contents } = finding ?? {}
  if (finding !== undefined && contents !== undefined) {
    const isTrue = isVerified(finding)
    lines.push('', isTrue ? 'Inside:' : 'Inside, NOT VERIFIED (anybody may have written it):')
    lines.push(...shown(contents))
  }
  return `${lines.map(printable).join('\n')}\n`
}

function rowsOf(finding: Finding, context: ReportContext): string[] {
  const { format, madeAt, expiresAt, expiry } = finding
  const { now, maxAge } = context
  const rows = [row('It is', format)]
  if (madeAt !== undefined) rows.push(row('Made', moment(madeAt, now)))
  if (expiresAt !== undefined) {
    rows.push(row(expiresAt <= now ? 'Ran out' : 'Runs out', moment(expiresAt, now)))
  } else if (expiry !== undefined) rows.push(row('Runs out', expiry))
  if (maxAge !== undefined) {
    const { refused, because } = verdictOf(finding, maxAge, now)
    const word = refused === undefined ? 'unknown' : refused ? 'REFUSED' : 'taken'
    rows.push(row('Age', `${word}: ${because}`))
  }
  return [...rows, ...secretRows(finding, context)]
}

function secretRows(
  { trials, contents, unverifiable }: Finding,
  { tried }: ReportContext,
): string[] {
  if (unverifiable !== undefined) return [row('Secret', unverifiable)]
  if (trials.length > 0) {
    return trials.map(({ secret, opens, how }) =>
      row('Secret', `${secret} ${opens ? 'FITS' : 'does not fit'}: ${how}`),
    )
  }
  const state = contents === undefined ? 'it stays closed' : 'NOT VERIFIED'
  return [row('Secret', tried ? state : `none was given: ${state} (--env-file .env)`)]
}

function row(label: string, text: string): string {
  return `${label.padEnd(10)}${text}`
}

function shown({ text, json }: Contents): string[] {
  const laidOut = json ? layOut(text, MAX_SHOWN) : text
  const lines = laidOut.slice(0, MAX_SHOWN).split('\n')
  const more = laidOut.length > MAX_SHOWN ? ['… (there is more; --json shows all of it)'] : []
  return [...lines, ...more].map((line) => `  ${line}`)
}
