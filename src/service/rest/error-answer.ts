/** The answer to an error: of hallpass, of a framework, or of nobody knows whom. */
import { type HallpassError, isHallpassError } from '../../errors.ts'
import { type ErrorFormat, errorReply } from '../../http/error-format.ts'
import { errorHeaders, type JsonAnswer } from './answer.ts'
import { reasonPhrase } from './reason-phrase.ts'

/** What is said of a fault of the service: what went wrong is for the log. */
const OURS = 'The service could not finish this request.'

/**
 * The answer to what was thrown. A `HallpassError` below 500 says its own message, and each field
 * that did not fit. An error of a framework with a status from 400 to 499 says its message, unless
 * it marks it as not to be shown (`expose`, as http-errors has it). All else is a 500 that says
 * nothing: an error of an HTTP client too, whose status is another service's.
 */
export function errorAnswer(error: unknown, format: ErrorFormat): JsonAnswer {
  if (isHallpassError(error)) return ofHallpass(error, format)
  const status = statusOf(error)
  if (status === undefined) return statusAnswer(500, OURS, format)
  const isShown = status < 500 && Reflect.get(Object(error), 'expose') !== false
  const message = isShown && error instanceof Error ? messageOf(error) : ''
  return statusAnswer(status, message || (status < 500 ? reasonPhrase(status) : OURS), format)
}

/** What the errors of axios, got, ky, octokit and the AWS SDK hold: what was asked of another. */
const OF_CLIENTS = ['request', 'response', '$metadata']

/** The parser of a body quotes it. */
function messageOf(error: Error): string {
  const isOfParser = error instanceof SyntaxError || Reflect.get(error, 'type') === PARSE_FAILED
  return isOfParser ? 'The body is no JSON.' : error.message
}

/** What body-parser calls it. */
const PARSE_FAILED = 'entity.parse.failed'

/** The answer for a status alone: a path that is not there, a method that is not taken. */
export function statusAnswer(status: number, message: string, format: ErrorFormat): JsonAnswer {
  const body =
    format === 'list'
      ? { _errors: [message] }
      : { type: 'about:blank', title: reasonPhrase(status), status, detail: message }
  return { status, headers: errorHeaders(format), body }
}

function ofHallpass(error: HallpassError, format: ErrorFormat): JsonAnswer {
  const { status, headers, body = '{}' } = errorReply(format, error)
  return { status, headers: Object.fromEntries(headers), body: JSON.parse(body) }
}

/** The status that an error asks for, as Express, Fastify, Koa and Hono read it. */
export function statusOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null) return undefined
  if (OF_CLIENTS.some((name) => name in error)) return undefined
  for (const name of ['statusCode', 'status']) {
    const value: unknown = Reflect.get(error, name)
    if (typeof value === 'number' && Number.isInteger(value) && value >= 400 && value <= 599) {
      return value
    }
  }
  return undefined
}
