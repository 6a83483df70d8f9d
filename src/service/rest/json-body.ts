/** The JSON that a request brings. */
import { HallpassError, isHallpassError } from '../../errors.ts'
import { tameJson } from '../../http/tame-json.ts'
import type { RequestParts } from './request-parts.ts'

// What is said where the app says nothing else.
const UNDECLARED = 'The request must bring JSON, as Content-Type: application/json.'
const UNREADABLE = 'The body of the request is no JSON.'

const JSON_TYPE = /^\s*application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i

/**
 * The value, of whatever kind. That its type must be named keeps other sites' forms out: a browser
 * asks before it sends JSON to another origin.
 *
 * @param limit - The largest body, in bytes.
 * @param sentence - What is said where there is none; default: which of the two it lacks.
 * @throws HallpassError `bad_request` where there is no JSON, or it is nested too deeply;
 * `body_too_large` above the limit
 */
export async function jsonBody(
  { exchange, parsed }: RequestParts,
  limit: number,
  sentence?: string,
): Promise<unknown> {
  if (!JSON_TYPE.test(exchange.header('content-type') ?? '')) {
    throw new HallpassError('bad_request', sentence ?? UNDECLARED)
  }
  if (Number(exchange.header('content-length') ?? 0) > limit) throw tooLarge(limit)
  const known = await readBefore(parsed, sentence ?? UNREADABLE)
  if (known !== undefined) return tameJson(known)
  return tameJson(parsedText((await exchange.body?.(limit)) ?? '', sentence ?? UNREADABLE))
}

function parsedText(text: string, sentence: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new HallpassError('bad_request', sentence)
  }
}

/** What the framework's own parser made of it, which holds its own limit. */
async function readBefore(parsed: unknown, sentence: string): Promise<unknown> {
  try {
    const value = await parsed
    return typeof value === 'string' || value instanceof Uint8Array ? undefined : value
  } catch (error) {
    if (isHallpassError(error)) throw error
    throw new HallpassError('bad_request', sentence)
  }
}

function tooLarge(limit: number): HallpassError {
  return new HallpassError('body_too_large', `The body of the request is over ${limit} bytes.`)
}
