/** The body of an app's answer, on its way to the client. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Trail } from '../observer.ts'
import { HOP_BY_HOP } from './hop-by-hop.ts'

/** Sends the body on as it comes, no faster than the client takes it. The head is written. */
export function pump(answer: IncomingMessage, response: ServerResponse, trail: Trail): void {
  answer.on('data', (chunk: Buffer) => {
    trail.bytes += chunk.length
    if (!response.write(chunk)) answer.pause()
  })
  response.on('drain', () => answer.resume())
  answer.on('end', () => {
    const trailers = trailersOf(answer)
    if (trailers.length > 0) response.addTrailers(trailers)
    response.end()
  })
  // A stream of events may have no first one for long: its head goes out without it.
  setImmediate(() => {
    if (trail.bytes === 0 && !response.writableEnded) response.flushHeaders()
  })
}

/** What comes after the body; nothing that would have meant something before it. */
function trailersOf({ rawTrailers }: IncomingMessage): [string, string][] {
  const trailers: [string, string][] = []
  for (let at = 0; at < rawTrailers.length; at += 2) {
    const name = rawTrailers[at] ?? ''
    const lower = name.toLowerCase()
    if (HOP_BY_HOP.has(lower) || /^(?:set-cookie|content-|cache-|location)/.test(lower)) continue
    trailers.push([name, rawTrailers[at + 1] ?? ''])
  }
  return trailers
}
