/** The answers of the consent routes: JSON that no cache keeps. */
import { HallpassError } from '../../errors.ts'
import type { HeaderList, Reply } from '../../http/exchange.ts'
import { problem } from '../../http/problem.ts'
import { RETRY_AFTER } from './answers.ts'

/** What the Flask extension sends, too. */
const NO_CACHE: HeaderList = [
  ['cache-control', 'no-store, no-cache, must-revalidate, private'],
  ['pragma', 'no-cache'],
]

const JSON_HEADERS: HeaderList = [
  ['content-type', 'application/json'],
  ['x-content-type-options', 'nosniff'],
  ...NO_CACHE,
]

/** A JSON answer. */
export function json(body: object, headers: HeaderList = [], status = 200): Reply {
  const all = headers.length === 0 ? JSON_HEADERS : [...JSON_HEADERS, ...headers]
  return { status, headers: all, body: JSON.stringify(body) }
}

/** An error as a problem details object, with the `error` that scripts of the old wire read. */
export function failure(error: HallpassError, headers: HeaderList = []): Reply {
  const told = problem(error)
  const { title }: { title: string } = JSON.parse(told.body ?? '{}')
  const said = problem(error, { error: title })
  return {
    ...said,
    headers: [
      ...said.headers.filter(([name]) => name !== 'cache-control'),
      ...NO_CACHE,
      ...headers,
    ],
  }
}

/** Back to a page of the site. */
export function back(location: string, headers: HeaderList): Reply {
  return {
    status: 302,
    headers: [['location', location], ['referrer-policy', 'no-referrer'], ...NO_CACHE, ...headers],
  }
}

/** The service is down, as far as this site knows. */
export function unavailable(): HallpassError {
  return new HallpassError('consent_unavailable', 'The consent service does not answer', {
    retryAfter: RETRY_AFTER,
  })
}
