/** Answers that wait for another one on the same connection, whose client goes away. */
import type { IncomingMessage, ServerResponse } from 'node:http'

/**
 * Sees to it that a response ends with its connection. Before version 24, Node tells only the one
 * whose turn it is; those that a client asked for ahead would wait for ever, their apps with them.
 */
export function endWithConnection({ socket }: IncomingMessage, response: ServerResponse): void {
  if (response.socket !== null) return
  const gone = (): void => {
    if (response.socket !== null || response.destroyed) return
    response.destroy()
    response.emit('close')
  }
  socket.once('close', gone)
  response.once('close', () => socket.off('close', gone))
}
