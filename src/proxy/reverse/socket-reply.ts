/** An ordinary answer on a connection that was to be upgraded. */
import { type IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** A response on the connection, which ends with it. */
export function responseOn(request: IncomingMessage, socket: Socket): ServerResponse {
  const response = new ServerResponse(request)
  response.shouldKeepAlive = false
  response.on('error', () => {})
  response.once('finish', () => {
    response.detachSocket(socket)
    socket.destroySoon()
  })
  response.assignSocket(socket)
  return response
}
