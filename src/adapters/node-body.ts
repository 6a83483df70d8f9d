/** The body of a node:http request, read once: from the stream, or from what a parser left. */
import type { IncomingMessage } from 'node:http'
import { HallpassError } from '../errors.ts'

/**
 * The body as text. When a framework's parser has consumed the stream already, what it left in
 * `parsed` is encoded again, a repeated field as a repeated field.
 *
 * @throws `body_too_large` above `limit` bytes; `bad_request` when the client went away;
 * `invalid_config` when something consumed the body and left nothing
 */
export function readBody(
  message: IncomingMessage,
  parsed: unknown,
  limit: number,
): Promise<string> {
  if (!message.readableDidRead && !message.readableEnded) return readStream(message, limit)
  return Promise.resolve().then(() => {
    const text = encodeParsed(parsed, message.headers['content-type'] ?? '')
    if (Buffer.byteLength(text) > limit) throw tooLarge(limit)
    return text
  })
}

function readStream(message: IncomingMessage, limit: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    const onData = (chunk: Buffer): void => {
      size += chunk.length
      if (size > limit) settle(() => reject(tooLarge(limit)))
      else chunks.push(chunk)
    }
    const onEnd = (): void => settle(() => resolve(Buffer.concat(chunks).toString('utf8')))
    const onGone = (): void =>
      settle(() => reject(new HallpassError('bad_request', 'The body of the request was cut off.')))
    function settle(done: () => void): void {
      message.off('data', onData).off('end', onEnd).off('close', onGone)
      // 'error' keeps its listener: a socket that breaks later must not become an uncaught error.
      message.resume()
      done()
    }
    message.on('data', onData).on('end', onEnd).on('close', onGone).on('error', onGone)
  })
}

/** A body that a parser made, as the form or the JSON that it was. */
export function encodeParsed(parsed: unknown, contentType: string): string {
  if (typeof parsed === 'string') return parsed
  if (parsed instanceof Uint8Array) return new TextDecoder().decode(parsed)
  if (typeof parsed !== 'object' || parsed === null) {
    throw new HallpassError(
      'invalid_config',
      'The body was read before hallpass and not kept: mount hallpass first, or use a parser that sets `body`.',
    )
  }
  if (/[/+]json\b/i.test(contentType)) return JSON.stringify(parsed)
  const form = new URLSearchParams()
  for (const [name, value] of Object.entries(parsed)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (typeof one === 'string') form.append(name, one)
    }
  }
  return form.toString()
}

function tooLarge(limit: number): HallpassError {
  return new HallpassError('body_too_large', `The body of the request is over ${limit} bytes.`)
}
