/** How a serializer writes a value as text before it signs it. */
import { deflateSync, inflateSync } from 'node:zlib'
import { decode, encode } from '../crypto/base64url.ts'
import { HallpassError } from '../errors.ts'
import { readJson } from './read-json.ts'
import { DEFAULT_STYLE, writeJson } from './write-json.ts'

/** A value as text, and back. */
export interface Payload<Value = unknown> {
  write(value: Value): string
  read(text: string): Value
}

/** JSON as it is: what `Serializer` and `TimedSerializer` sign. */
export const jsonPayload: Payload = {
  write: (value) => writeJson(value, DEFAULT_STYLE),
  read: readJson,
}

/** How large an inflated payload may be, in bytes, when nothing else is said: 1 MiB. */
export const MAX_INFLATED_BYTES = 1_048_576

// Bytes that are not UTF-8 are refused, and a byte order mark is part of the text.
const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * The payload of the URL-safe serializers: base64url; deflated, with a dot in front, where that
 * is shorter.
 */
export function urlSafePayload<Value>(
  json: Payload<Value>,
  maxInflatedBytes: number = MAX_INFLATED_BYTES,
): Payload<Value> {
  return {
    write(value) {
      const plain = Buffer.from(json.write(value))
      const deflated = deflateSync(plain)
      // The rule of itsdangerous: the dot counts.
      return deflated.length < plain.length - 1 ? `.${encode(deflated)}` : encode(plain)
    },
    read(text) {
      const isDeflated = text.startsWith('.')
      const bytes = decode(isDeflated ? text.slice(1) : text)
      if (bytes === undefined) throw unreadable('base64url')
      return json.read(utf8(isDeflated ? inflate(bytes, maxInflatedBytes) : bytes))
    },
  }
}

function inflate(bytes: Buffer, maxOutputLength: number): Buffer {
  try {
    return inflateSync(bytes, { maxOutputLength })
  } catch (error) {
    if (error instanceof RangeError) {
      const message = `The payload inflates to more than ${maxOutputLength} bytes.`
      throw new HallpassError('bad_payload', message)
    }
    throw unreadable('zlib')
  }
}

function utf8(bytes: Buffer): string {
  try {
    return UTF8.decode(bytes)
  } catch {
    throw unreadable('UTF-8')
  }
}

function unreadable(format: string): HallpassError {
  return new HallpassError('bad_payload', `The payload is signed, but it is not ${format}.`)
}
