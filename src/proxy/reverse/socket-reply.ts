/** An ordinary answer on a connection that was to be upgraded. */
import { type IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/**
 * A response on the connection, which ends with it. Where an earlier answer is still on its way, the
 * connection is ended at once, and the response goes nowhere.
 */
export function responseOn(request: IncomingMessage, socket: Socket): ServerResponse {
  const response = new ServerResponse(request)
  response.shouldKeepAlive = false
  response.on('error', () => {})
  response.once('finish', () => {
    response.detachSocket(socket)
    socket.destroySoon()
  })
  try {
    response.assignSocket(socket)
  } catch {
    // Node says so by throwing, and has no question to ask before.
    socket.destroy()
  }
  return response
}
