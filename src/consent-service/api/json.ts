/** JSON in and out of the API. */
import { HallpassError } from '../../errors.ts'
import type { Exchange, HeaderList, Reply } from '../../http/exchange.ts'

/** The largest body in bytes. */
export const MAX_BODY = 16_384

/** An object as it came: nothing is known of its members. */
export type Json = Readonly<Record<string, unknown>>

const HEADERS: HeaderList = [
  ['content-type', 'application/json'],
  ['cache-control', 'no-store'],
  ['x-content-type-options', 'nosniff'],
]

/** An answer that no cache keeps. */
export function jsonReply(value: unknown, status: number = 200, headers: HeaderList = []): Reply {
  const all = headers.length === 0 ? HEADERS : [...HEADERS, ...headers]
  return { status, headers: all, body: JSON.stringify(value) }
}

/**
 * The object in a request's body.
 *
 * @throws `bad_request` for another media type, no body, what is no JSON, or JSON that is no
 * object; `body_too_large` above 16 KB, by what is declared or by what comes
 */
export async function readJsonObject(exchange: Exchange): Promise<Json> {
  const type = exchange.header('content-type') ?? ''
  if (!/^\s*application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i.test(type) || !exchange.body) {
    throw new HallpassError('bad_request', 'Send JSON: Content-Type application/json.')
  }
  if (Number(exchange.header('content-length') ?? 0) > MAX_BODY) {
    throw new HallpassError('body_too_large', `The body is over ${MAX_BODY} bytes.`)
  }
  const value = parsed(await exchange.body(MAX_BODY))
  if (!isObject(value)) throw new HallpassError('bad_request', 'The body is no JSON object.')
  return value
}

/** Whether a value is an object that is no list. */
export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A member of its own; never one that every object has. */
export function member(object: Json, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
