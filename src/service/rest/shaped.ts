/** An answer of a handler in the shape that the fleet's clients read. */
import type { ErrorFormat } from '../../http/error-format.ts'
import { statusAnswer } from './error-answer.ts'

/** What is to be sent in the place of what a handler gave; undefined: it stays as it is. */
export interface Shaped {
  readonly body: unknown
  readonly isError: boolean
}

/**
 * Text becomes `{"message": …}`, and below an error status an error. So does an object that says a
 * `message` and nothing of ours: frameworks write their own 404s and 405s so.
 *
 * Source: twopi-flask-utils, `output_json`.
 */
export function shaped(value: unknown, status: number, format: ErrorFormat): Shaped | undefined {
  const isError = status >= 400
  if (typeof value === 'string') {
    if (!isError) return { body: { message: value }, isError }
    return { body: statusAnswer(status, value, format).body, isError }
  }
  if (!isError || typeof value !== 'object' || value === null) return undefined
  const message = Object.hasOwn(value, 'message') ? Reflect.get(value, 'message') : undefined
  if (typeof message !== 'string' || isOurs(value)) return undefined
  return { body: statusAnswer(status, message, format).body, isError }
}

/** Whether a body is an error in one of the two formats already. */
function isOurs(value: object): boolean {
  return Object.hasOwn(value, '_errors') || Object.hasOwn(value, 'type')
}
