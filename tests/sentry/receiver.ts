/** What stands in for Sentry: a server that keeps the envelopes which it is sent. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { gunzipSync } from 'node:zlib'

/** One item of an envelope. */
export interface Item {
  readonly type: string
  readonly payload: Record<string, unknown>
}

/** A running receiver. */
export interface Receiver {
  readonly dsn: string
  /** All that came, as text. */
  text(): string
  /** The events among it. */
  events(): readonly Record<string, unknown>[]
  close(): Promise<void>
}

/** Starts one on a free port. */
export async function startReceiver(): Promise<Receiver> {
  const bodies: string[] = []
  const server = createServer(async (request, response) => {
    const raw = await buffer(request)
    bodies.push((request.headers['content-encoding'] === 'gzip' ? gunzipSync(raw) : raw).toString())
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    dsn: `http://publickey@127.0.0.1:${port}/7`,
    text: () => bodies.join('\n'),
    events: () =>
      bodies.flatMap(items).flatMap(({ type, payload }) => (type === 'event' ? [payload] : [])),
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** An envelope is lines of JSON: its head, then a head and a payload for each item. */
function items(envelope: string): Item[] {
  const [, ...lines] = envelope.split('\n').filter(Boolean)
  const found: Item[] = []
  for (let at = 0; at + 1 < lines.length; at += 2) {
    const { type } = JSON.parse(lines[at] ?? '{}')
    found.push({ type, payload: JSON.parse(lines[at + 1] ?? '{}') })
  }
  return found
}
