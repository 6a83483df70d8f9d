/** What a value is. */
import { fernet } from './fernet.ts'
import { type Finding, isVerified, type Question } from './finding.ts'
import { sealed } from './sealed.ts'
import { signed } from './signed.ts'
import { foreign, jwt } from './tokens.ts'
import type { Given, Reading } from './unwrap.ts'

/** The most that is looked at, in characters. */
export const MAX_VALUE_LENGTH = 1_048_576

/** The first that knows the value speaks; a JWT could pass for a signed text. */
const RECOGNISERS = [sealed, foreign, fernet, jwt, signed] as const

/** What a value is; undefined when nothing knows it. Never throws for what is in the value. */
export function inspect(value: string, question: Question): Finding | undefined {
  if (value === '' || value.length > MAX_VALUE_LENGTH) return undefined
  for (const recognise of RECOGNISERS) {
    const finding = recognise(value, question)
    if (finding !== undefined) return finding
  }
  return undefined
}

/** What was found out about something that was given. */
export interface Result {
  readonly name: string | undefined
  /** Undefined when nothing knows it. */
  readonly finding: Finding | undefined
  /** What was done to it, and what may be the matter with it. */
  readonly notes: readonly string[]
}

/** The most cookies of one line that are looked at. */
export const MAX_COOKIES = 100

/** What was found out about everything that was given; the last one says whether that is not all. */
export function inspectAll(given: readonly Given[], question: Question): readonly Result[] {
  return given.slice(0, MAX_COOKIES).map((one, index): Result => {
    const result = inspectGiven(one, question)
    if (index + 1 < MAX_COOKIES || given.length <= MAX_COOKIES) return result
    const note = `The line has ${given.length} cookies; only the first ${MAX_COOKIES} were looked at.`
    return { ...result, notes: [...result.notes, note] }
  })
}

/** What was given, in the reading that a secret opens, else in the first that anything knows. */
export function inspectGiven({ name, readings }: Given, question: Question): Result {
  let known: { readonly finding: Finding; readonly reading: Reading } | undefined
  for (const reading of readings) {
    const finding = inspect(reading.value, { ...question, name })
    if (finding === undefined) continue
    if (known === undefined || isVerified(finding)) known = { finding, reading }
    if (isVerified(finding)) break
  }
  if (known === undefined) {
    const [{ value, notes } = { value: '', notes: [] }] = readings
    return { name, finding: undefined, notes: [...notes, ...hints(value, name)] }
  }
  const { finding, reading } = known
  return { name, finding, notes: [...reading.notes, ...finding.notes] }
}

/** What may be the matter with a value that nothing knows. */
export function hints(value: string, name = ''): readonly string[] {
  if (value === '') return ['It is empty.']
  if (value.length > MAX_VALUE_LENGTH) return [`It is longer than ${MAX_VALUE_LENGTH} characters.`]
  const found: string[] = []
  // How a JSON object and zlib's first two bytes look in base64.
  const looksSigned = /^(?:eyJ|\.?eJ)/.test(value)
  if (/\.\d$/.test(name)) {
    found.push(
      'By its name it is a further piece of a sealed value: paste the whole Cookie line, in ' +
        'which the first piece is too.',
    )
  } else if (looksSigned) {
    found.push(
      'It begins like a signed value and has no signature: it was cut, often at a dot, where a ' +
        'double click ends. Copy the whole of it.',
    )
  } else if (/^[\w-]+=*$/.test(value)) {
    found.push('It may be a random id, which means something only to the service that gave it.')
  }
  if (/…|\.\.\.$/.test(value)) found.push('It ends in dots: the program it was copied from cut it.')
  return found
}
