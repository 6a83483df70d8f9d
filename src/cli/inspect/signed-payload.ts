/** What is inside the payload of a signed value. */
import { inflateSync } from 'node:zlib'
import { decode } from '../../crypto/base64url.ts'
import { HallpassError } from '../../errors.ts'
import { MAX_INFLATED_BYTES } from '../../signing/payload.ts'
import { readJson } from '../../signing/read-json.ts'
import { isJson } from './json-text.ts'

/** How a payload is written, and what it says. */
export interface ReadPayload {
  readonly form: 'json' | 'url-safe' | 'deflated' | 'base64' | 'text'
  readonly text: string
  readonly notes: readonly string[]
}

/** Reads a payload, whoever made it: JSON, JSON in base64url, the same deflated, or text. */
export function readPayload(payload: string): ReadPayload {
  if (isJson(payload)) return { form: 'json', text: payload, notes: numbers(payload) }
  if (payload.startsWith('.')) return deflated(payload)
  const urlSafe = decode(payload)?.toString()
  if (urlSafe !== undefined && isJson(urlSafe)) {
    return { form: 'url-safe', text: urlSafe, notes: numbers(urlSafe) }
  }
  const base64 = /^[\w+/]+={0,2}$/.test(payload) ? Buffer.from(payload, 'base64').toString() : ''
  if (/^[[{"]/.test(base64) && isJson(base64)) {
    return { form: 'base64', text: base64, notes: numbers(base64) }
  }
  // 'eJ' is how zlib's first two bytes look in base64.
  const text = payload.startsWith('eJ') ? inflated(payload) : undefined
  if (text !== undefined && isJson(text)) {
    const note = 'The dot in front of it is missing, so that its signature cannot hold.'
    return { form: 'deflated', text, notes: [note] }
  }
  return { form: 'text', text: payload, notes: [] }
}

function deflated(payload: string): ReadPayload {
  const text = inflated(payload.slice(1))
  if (text !== undefined && isJson(text)) return { form: 'deflated', text, notes: numbers(text) }
  const note =
    `It looks deflated, but inflates to no JSON of at most ${MAX_INFLATED_BYTES} bytes: services ` +
    'refuse it.'
  return { form: 'text', text: payload, notes: [note] }
}

function inflated(base64: string): string | undefined {
  try {
    const bytes = decode(base64) ?? Buffer.alloc(0)
    return inflateSync(bytes, { maxOutputLength: MAX_INFLATED_BYTES }).toString()
  } catch {
    return undefined
  }
}

/** What Python takes, and hallpass does not. */
function numbers(json: string): string[] {
  try {
    readJson(json)
    return []
  } catch (error) {
    if (error instanceof HallpassError) {
      return [
        'It holds an integer beyond 2^53: Python takes it, hallpass refuses it (bad_payload).',
      ]
    }
    throw error
  }
}
