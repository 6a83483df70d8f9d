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
 * `errors` of a problem; in a list as one sentence each, and again under the field's name, as
 * webargs does.
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
    body: errorList(issues.length === 0 ? [sentence] : issues.map(sentenceOf), issues),
  }
}

/** The headers of a list of errors. */
export const LIST_HEADERS: HeaderList = [
  ['content-type', 'application/json'],
  ['cache-control', 'no-store'],
  ['x-content-type-options', 'nosniff'],
]

/** The body of a list of errors; a field called `_errors` is in the list only. */
export function errorList(
  sentences: readonly string[],
  issues: readonly ConfigIssue[] = [],
): string {
  const fields = new Map<string, string[]>()
  for (const { path, message } of issues) {
    if (path !== '') fields.set(path, [...(fields.get(path) ?? []), message])
  }
  // A name of digits would come before the others.
  return JSON.stringify(Object.fromEntries([...fields, ['_errors', sentences]]))
}

function sentenceOf({ path, message }: ConfigIssue): string {
  return path === '' ? message : `${path}: ${message}`
}
