/** The address of a site on a command line. */
import { CALLBACK, isCallback, readOrigin } from '../../../consent-service/site-address.ts'
import { UsageError } from '../../usage.ts'

/**
 * The origin as browsers write it.
 *
 * @throws UsageError that says what to write
 */
export function originOf(text: string, help: string): string {
  const read = readOrigin(text)
  if (read.fault !== undefined) throw new UsageError(read.fault, help)
  return read.origin
}

/**
 * The path of a site's callback.
 *
 * @throws UsageError that says what to write
 */
export function callbackOf(text: string, help: string): string {
  if (isCallback(text)) return text
  throw new UsageError(`--callback must be a path, such as ${CALLBACK}`, help)
}
