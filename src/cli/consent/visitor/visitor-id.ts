/** The visitor that a command line names. */
import { isVisitorId } from '../../../consent-service/uuid.ts'
import { UsageError } from '../../usage.ts'

/**
 * The id of a visitor, in lower case.
 *
 * @throws UsageError for what is none
 */
export function visitorId(text: string, help: string): string {
  const id = text.toLowerCase()
  if (isVisitorId(id)) return id
  throw new UsageError('a visitor is a UUID, version 4', help)
}
