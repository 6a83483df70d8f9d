/** A form in a request's body, and parameters that may be given once only. */
import { HallpassError } from '../errors.ts'
import type { Exchange } from './exchange.ts'

/**
 * The fields of an `application/x-www-form-urlencoded` body; none for a request without one.
 *
 * @param limitBytes - The largest body that is read, in bytes.
 * @throws `bad_request` for another media type; `body_too_large` above the limit.
 */
export async function readForm(exchange: Exchange, limitBytes: number): Promise<URLSearchParams> {
  const mediaType = exchange.header('content-type')?.split(';', 1)[0]?.trim().toLowerCase()
  if (exchange.body === undefined || mediaType === undefined) return new URLSearchParams()
  if (mediaType !== 'application/x-www-form-urlencoded') {
    throw new HallpassError(
      'bad_request',
      'The body must be a form: Content-Type application/x-www-form-urlencoded.',
    )
  }
  const text = await exchange.body(limitBytes)
  if (text.length > limitBytes) {
    throw new HallpassError('body_too_large', `The body is larger than ${limitBytes} bytes.`)
  }
  return new URLSearchParams(text)
}

/**
 * The value of a parameter, or undefined. Given twice it is refused (RFC 6749 section 3.1):
 * two readers could each take another one.
 *
 * @throws `duplicate_parameter`
 */
export function single(params: URLSearchParams, name: string): string | undefined {
  const values = params.getAll(name)
  if (values.length > 1) {
    throw new HallpassError('duplicate_parameter', `The parameter "${name}" was given twice.`)
  }
  return values[0]
}
