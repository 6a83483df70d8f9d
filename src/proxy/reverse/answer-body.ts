/** The body of an app's answer, on its way to the client. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Trail } from '../observer.ts'
import { HOP_BY_HOP } from './hop-by-hop.ts'

/** Milliseconds in which a client takes nothing of what waits for it, after which it is cut off. */
const STALL_MS = 60_000

/** Sends the body on as it comes, no faster than the client takes it. The head is written. */
export function pump(answer: IncomingMessage, response: ServerResponse, trail: Trail): void {
  let stalled: NodeJS.Timeout | undefined
  answer.on('data', (chunk: Buffer) => {
    trail.bytes += chunk.length
    if (response.write(chunk)) return
    answer.pause()
    if (!response.destroyed) stalled ??= cutWhenStalled(response)
  })
  response.on('drain', () => {
    clearInterval(stalled)
    stalled = undefined
    answer.resume()
  })
  response.once('close', () => clearInterval(stalled))
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

/** Who takes a little now and then is only slow. */
function cutWhenStalled(response: ServerResponse): NodeJS.Timeout {
  const taken = (): number =>
    (response.socket?.bytesWritten ?? 0) - (response.socket?.writableLength ?? 0)
  let before = taken()
  return setInterval(() => {
    const now = taken()
    if (now === before) response.destroy()
    before = now
  }, STALL_MS)
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
