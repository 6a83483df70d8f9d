/** The ids of visitors: random UUIDs (RFC 9562 version 4), in lower case. */
import { randomUUID } from 'node:crypto'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

/** Whether a text is the id of a visitor, as far as its shape goes. */
export function isVisitorId(text: string): boolean {
  return UUID.test(text)
}

/** An id that nobody can guess: 122 random bits. */
export function newVisitorId(): string {
  return randomUUID()
}
