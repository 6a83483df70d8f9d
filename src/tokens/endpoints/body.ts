/** What a client sends: a JSON object, and its fields. */
import { HallpassError } from '../../errors.ts'
import type { Exchange } from '../../http/exchange.ts'
import { tameJson, tooDeep } from '../../http/tame-json.ts'

/** The largest body in bytes. */
const MAX_BODY = 8192

/** A JSON object as it came: nothing is known of its members. */
export type JsonBody = Readonly<Record<string, unknown>>

const JSON_TYPE = /^\s*application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i

/**
 * The object in a request's body. That JSON has to be declared keeps other sites' forms out: a
 * browser asks before it sends JSON across origins (Fetch standard, CORS-preflight).
 *
 * @throws HallpassError `bad_request` for another media type, for what is no JSON object, and for
 * what is nested too deeply;
 * `body_too_large` above 8 KiB
 */
export async function jsonBody(exchange: Exchange): Promise<JsonBody> {
  return objectOf(await textOf(exchange))
}

/** The same where there may be no body: no media type, or none of the bytes that it announces. */
export async function optionalBody(exchange: Exchange): Promise<JsonBody> {
  if (exchange.header('content-type') === undefined) return {}
  const text = await textOf(exchange)
  return text === '' ? {} : objectOf(text)
}

/** A member of its own; never one that every object has. */
export function member(body: JsonBody, name: string): unknown {
  return Object.hasOwn(body, name) ? body[name] : undefined
}

async function textOf(exchange: Exchange): Promise<string> {
  if (!JSON_TYPE.test(exchange.header('content-type') ?? '')) {
    throw new HallpassError('bad_request', 'Send JSON: Content-Type application/json.')
  }
  if (Number(exchange.header('content-length') ?? 0) > MAX_BODY) {
    throw new HallpassError('body_too_large', `The body is over ${MAX_BODY} bytes.`)
  }
  try {
    return (await exchange.body?.(MAX_BODY)) ?? ''
  } catch (error) {
    // What a framework's parser made of deep JSON cannot be written again.
    throw error instanceof RangeError ? tooDeep() : error
  }
}

function objectOf(text: string): JsonBody {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new HallpassError('bad_request', 'The body is no JSON.')
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    tameJson(value)
    return { ...value }
  }
  throw new HallpassError('bad_request', 'The body is no JSON object.')
}
