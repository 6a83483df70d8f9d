/** What a status is called. */
import { STATUS_CODES } from 'node:http'

/** The reason phrase of RFC 9110, or `Error` for a status that has none. */
export function reasonPhrase(status: number): string {
  return STATUS_CODES[status] ?? 'Error'
}
