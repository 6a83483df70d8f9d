/** What a value is. */
import type { Finding, Question } from './finding.ts'
import { fernet, own } from './sealed.ts'
import { signed } from './signed.ts'
import { foreign, jwt } from './tokens.ts'

/** The most that is looked at, in characters. */
export const MAX_VALUE_LENGTH = 1_048_576

/** The first that knows the value speaks; a JWT could pass for a signed text. */
const RECOGNISERS = [own, foreign, fernet, jwt, signed] as const

/** What a value is; undefined when nothing knows it. Never throws for what is in the value. */
export function inspect(value: string, question: Question): Finding | undefined {
  if (value === '' || value.length > MAX_VALUE_LENGTH) return undefined
  for (const recognise of RECOGNISERS) {
    const finding = recognise(value, question)
    if (finding !== undefined) return finding
  }
  return undefined
}

/** What may be the matter with a value that nothing knows. */
export function hints(value: string): readonly string[] {
  if (value === '') return ['It is empty.']
  if (value.length > MAX_VALUE_LENGTH) return [`It is longer than ${MAX_VALUE_LENGTH} characters.`]
  const found: string[] = []
  if (/^[\w-]+=*$/.test(value)) {
    found.push('It is base64url without a signature: was it cut at a dot?')
  }
  if (/\s/.test(value)) found.push('There is white space in it: was it wrapped when it was copied?')
  if (/…$|\.\.\.$/.test(value))
    found.push('It ends in dots: the program it was copied from cut it.')
  return found
}
