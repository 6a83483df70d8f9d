/** The answer to an error: of hallpass, of a framework, or of nobody knows whom. */
import { type HallpassError, isHallpassError } from '../../errors.ts'
import { problem, retryAfter, toldDetail } from '../../http/problem.ts'
import { type ErrorFormat, errorHeaders, type JsonAnswer } from './answer.ts'
import { fieldsOf } from './fields.ts'
import { reasonPhrase } from './reason-phrase.ts'

/** What is said of a fault of the service: what went wrong is for the log. */
const OURS = 'The service could not finish this request.'

/**
 * The answer to what was thrown. A `HallpassError` below 500 says its own message, and each field
 * that did not fit. An error of a framework with a status from 400 to 499 says its message, unless
 * it marks it as not to be shown (`expose`, as http-errors has it). All else is a 500 that says
 * nothing.
 */
export function errorAnswer(error: unknown, format: ErrorFormat): JsonAnswer {
  if (isHallpassError(error)) return ofHallpass(error, format)
  const status = statusOf(error)
  if (status === undefined) return statusAnswer(500, OURS, format)
  const isShown = status < 500 && Reflect.get(Object(error), 'expose') !== false
  const message = isShown && error instanceof Error ? error.message : ''
  return statusAnswer(status, message || (status < 500 ? reasonPhrase(status) : OURS), format)
}

/** The answer for a status alone: a path that is not there, a method that is not taken. */
export function statusAnswer(status: number, message: string, format: ErrorFormat): JsonAnswer {
  const body =
    format === 'list'
      ? { _errors: [message] }
      : { type: 'about:blank', title: reasonPhrase(status), status, detail: message }
  return { status, headers: errorHeaders(format), body }
}

function ofHallpass(error: HallpassError, format: ErrorFormat): JsonAnswer {
  const { status, issues = [] } = error
  const told = status < 500 ? issues : []
  const headers = { ...errorHeaders(format), ...Object.fromEntries(retryAfter(error)) }
  if (format === 'problem') {
    const { body = '{}' } = problem(error, told.length > 0 ? { errors: told } : {})
    return { status, headers, body: JSON.parse(body) }
  }
  if (told.length === 0) {
    return { status, headers, body: { _errors: [toldDetail(error) ?? OURS] } }
  }
  const _errors = told.map(({ path, message }) => `${path}: ${message}`)
  return { status, headers, body: { _errors, fields: fieldsOf(told) } }
}

/** The status that an error asks for, as Express, Fastify, Koa and Hono read it. */
export function statusOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null) return undefined
  for (const name of ['statusCode', 'status']) {
    const value: unknown = Reflect.get(error, name)
    if (typeof value === 'number' && Number.isInteger(value) && value >= 400 && value <= 599) {
      return value
    }
  }
  return undefined
}
