/** What a schema refuses, in words that quote nothing of what was sent. */
import type { ConfigIssue } from '../../errors.ts'
import type { SchemaIssue } from '../../tokens/standard-schema.ts'
import { quotesIn } from './leaves.ts'

/** The most faults that an answer tells. */
const MAX_ISSUES = 50
const MAX_TEXT = 200

/**
 * The faults of one part of a request, by field: `title` of the body, `query.limit` of what else.
 * Libraries quote what they got in some of their messages; a password must come back in no answer,
 * and so in no log of answers.
 */
export function issuesIn(
  part: string,
  sent: unknown,
  issues: readonly SchemaIssue[],
): ConfigIssue[] {
  const quotes = quotesIn(sent)
  return issues.slice(0, MAX_ISSUES).map((issue) => {
    const keys = (issue.path ?? []).map((key) => (typeof key === 'object' ? key.key : key))
    const message = isMissing(sent, keys, issue) ? 'is missing' : textOf(issue)
    // Where tokens come in, a word of the app's own could quote a part of one.
    const isQuiet = part === 'headers' && message !== 'is missing'
    const told = isQuiet || quotes(message) ? 'does not fit' : message
    return { path: placeOf(part, keys), message: told.slice(0, MAX_TEXT) }
  })
}

function placeOf(part: string, keys: readonly PropertyKey[]): string {
  const names = part === 'body' && keys.length > 0 ? keys : [part, ...keys]
  return names.map(String).join('.').slice(0, MAX_TEXT)
}

/** Whether there is nothing at a place, and the message is the library's own. */
function isMissing(sent: unknown, keys: readonly PropertyKey[], issue: SchemaIssue): boolean {
  if (keys.length === 0 || valueAt(sent, keys) !== undefined) return false
  return expectedBy(issue) !== undefined || /^Invalid /.test(issue.message)
}

function valueAt(sent: unknown, keys: readonly PropertyKey[]): unknown {
  let at = sent
  for (const key of keys) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined
    at = Reflect.get(at, key)
  }
  return at
}

function textOf(issue: SchemaIssue): string {
  const expected = expectedBy(issue)
  if (expected !== undefined) return `must be ${expected}`
  // valibot: `Invalid email: Received "…"`, `Invalid length: Expected >=1 but received 0`.
  if (!issue.message.startsWith('Invalid ')) return issue.message
  return issue.message.replace(/(?:: R| but r)eceived .*$/s, '')
}

/** What arktype says that it expects; its message is that and what it got, of a union twice. */
function expectedBy(issue: SchemaIssue): string | undefined {
  const expected: unknown = Reflect.get(issue, 'expected')
  // No expression: a client chooses names of fields, and a message that quotes one can be long.
  const isQuoting = issue.message.endsWith(')') && issue.message.includes(' (was ')
  if (!isQuoting || typeof expected !== 'string') return undefined
  return expected.replace(/ \(was .*$/s, '').replace(/^.* must be /s, '')
}
