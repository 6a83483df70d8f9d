/** Answers that no cache keeps. */
import type { HeaderList, Reply } from '../../http/exchange.ts'

const NO_STORE: HeaderList = [['cache-control', 'no-store']]
const JSON_HEADERS: HeaderList = [
  ['content-type', 'application/json'],
  ...NO_STORE,
  ['x-content-type-options', 'nosniff'],
]

/** RFC 6749 §5.1: an answer with a token is not stored. */
export function jsonReply(value: unknown): Reply {
  return { status: 200, headers: JSON_HEADERS, body: JSON.stringify(value) }
}

/** 204. */
export function done(): Reply {
  return { status: 204, headers: NO_STORE }
}
