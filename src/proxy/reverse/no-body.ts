/** Whether a request has a body, and what stands for none. */
import type { IncomingMessage } from 'node:http'
import { Stream } from 'node:stream'

/** A body that is none: it ends whatever it is piped into, and can be sent again. */
class NoBody extends Stream {
  override pipe<T extends NodeJS.WritableStream>(destination: T): T {
    destination.end()
    return destination
  }
}

/** It has no state: all requests share it. */
export const NO_BODY: Stream = new NoBody()

/** Whether a body follows the head. */
export function hasBody({ headers }: Pick<IncomingMessage, 'headers'>): boolean {
  const length = headers['content-length']
  return headers['transfer-encoding'] !== undefined || (length !== undefined && length !== '0')
}
