/** The connections of a server: which of them wait for an answer, and which can go. */
import type { RequestListener, Server } from 'node:http'
import type { Socket } from 'node:net'
import { setImmediate } from 'node:timers/promises'

/** Follows the connections of a server, so that it can stop without breaking off an answer. */
export class Connections {
  readonly #idle = new Set<Socket>()
  #stopping = false

  /** The listener for the server: `listener`, whose answers are the last ones after the stop. */
  watched(listener: RequestListener): RequestListener {
    return (request, response) => {
      const { socket } = request
      this.#idle.delete(socket)
      if (this.#stopping) response.setHeader('connection', 'close')
      response.once('close', () => {
        // Its answer may have begun before the stop, without the header.
        if (this.#stopping) socket.destroySoon()
        else if (!socket.destroyed) this.#idle.add(socket)
      })
      listener(request, response)
    }
  }

  /** Watches from now on: one that sends nothing is idle, to Node it is not. */
  follow(server: Server): void {
    server.on('connection', (socket: Socket) => {
      this.#idle.add(socket)
      socket.once('close', () => this.#idle.delete(socket))
    })
  }

  /**
   * Takes no more connections, ends those that are idle, and resolves when the others have their
   * answers, after so many seconds at the latest.
   */
  async stop(server: Server, seconds: number): Promise<void> {
    const late = setTimeout(() => server.closeAllConnections(), seconds * 1000)
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    this.#stopping = true
    // What has arrived already is read first.
    await setImmediate()
    for (const socket of this.#idle) socket.destroy()
    await closed
    clearTimeout(late)
  }
}
