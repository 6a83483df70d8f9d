/** The answer of an API to an error: problem+json, or the list that a fleet of services has. */
import type { ConfigIssue, HallpassError } from '../errors.ts'
import type { HeaderList, Reply } from './exchange.ts'
import { explain } from './fault-text.ts'
import { problem, retryAfter, toldDetail } from './problem.ts'

/**
 * How an API tells errors: `problem` is `application/problem+json` (RFC 9457), `list` is
 * `{"_errors": ["…"]}`, as twopi-flask-utils tells them.
 */
export type ErrorFormat = 'problem' | 'list'

/** All formats, for the check of an option. */
export const ERROR_FORMATS: readonly ErrorFormat[] = ['problem', 'list']

/**
 * An error as JSON. What is wrong with each field (`issues`) is told below status 500: as
 * `errors` of a problem; in a list as one sentence each, and again as `fields`, by name.
 *
 * @param headers - More headers, such as `www-authenticate`.
 * @example
 * errorReply('list', new HallpassError('not_found', 'There is no such note.'))
 */
export function errorReply(
  format: ErrorFormat,
  error: HallpassError,
  headers: HeaderList = [],
): Reply {
  const issues = error.status < 500 ? (error.issues ?? []) : []
  if (format === 'problem') {
    return problem(error, issues.length === 0 ? {} : { errors: issues }, headers)
  }
  const sentence = toldDetail(error) ?? explain(error.code).text
  return {
    status: error.status,
    headers: [...LIST_HEADERS, ...retryAfter(error), ...headers],
    reason: error.code,
    body: JSON.stringify(
      issues.length === 0
        ? { _errors: [sentence] }
        : { _errors: issues.map(sentenceOf), fields: fieldsOf(issues) },
    ),
  }
}

const LIST_HEADERS: HeaderList = [
  ['content-type', 'application/json'],
  ['cache-control', 'no-store'],
  ['x-content-type-options', 'nosniff'],
]

/** The sentences of each field: properties of its own, as a client names fields. */
function fieldsOf(issues: readonly ConfigIssue[]): Readonly<Record<string, readonly string[]>> {
  const fields = new Map<string, string[]>()
  for (const { path, message } of issues) fields.set(path, [...(fields.get(path) ?? []), message])
  return Object.fromEntries(fields)
}

function sentenceOf({ path, message }: ConfigIssue): string {
  return path === '' ? message : `${path}: ${message}`
}
