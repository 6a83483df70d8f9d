/** Clients that begin to send a body and then keep silent: they must not hold a connection for ever. */
import type { IncomingMessage } from 'node:http'

/**
 * Cuts the connection when nothing of the request's body came for so many seconds. How long the
 * whole body takes is not limited: a large upload over a slow line is none's fault.
 */
export function cutWhenSilent(request: IncomingMessage, seconds: number): void {
  const { socket, headers } = request
  const hasBody =
    headers['transfer-encoding'] !== undefined || Number(headers['content-length']) > 0
  if (!hasBody) return
  // Node ends a connection that was silent for so long, if nobody listens for it.
  socket.setTimeout(seconds * 1000)
  request.once('end', () => {
    // Behind the answer, the time that a connection is kept is counted already.
    if (socket.timeout === seconds * 1000) socket.setTimeout(0)
  })
}
