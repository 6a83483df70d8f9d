/** The connections of a server: which of them wait for an answer, and which can go. */
import type { IncomingMessage, RequestListener, Server } from 'node:http'
import type { Socket } from 'node:net'
import { setImmediate } from 'node:timers/promises'

/** Takes over a connection: `upgrade` of node:http. */
export type UpgradeListener = (request: IncomingMessage, socket: Socket, head: Buffer) => void

/** Follows the connections of a server, so that it can stop without breaking off an answer. */
export class Connections {
  /** As they came, under TLS where there is any. */
  readonly #all = new Set<Socket>()
  readonly #idle = new Set<Socket>()
  /** Those that speak something else than HTTP now, and have no end of their own. */
  readonly #upgraded = new Set<Socket>()
  #stopping = false

  /** How many speak something else than HTTP now. */
  get upgraded(): number {
    return this.#upgraded.size
  }

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

  /** The same for connections that are to speak something else. */
  watchedUpgrade(listener: UpgradeListener): UpgradeListener {
    return (request, socket, head) => {
      this.#idle.delete(socket)
      this.#upgraded.add(socket)
      socket.once('close', () => this.#upgraded.delete(socket))
      // A client that went away is no fault of anybody's.
      socket.on('error', () => {})
      listener(request, socket, head)
    }
  }

  /** Watches from now on: one that sends nothing is idle, to Node it is not. */
  follow(server: Server): void {
    const followed = (sockets: Set<Socket>) => (socket: Socket) => {
      sockets.add(socket)
      socket.once('close', () => sockets.delete(socket))
    }
    server.on('connection', followed(this.#all))
    // Requests name the socket that is read from, which is not the one that came.
    const isTls = 'setSecureContext' in server
    server.on(isTls ? 'secureConnection' : 'connection', followed(this.#idle))
  }

  /**
   * Takes no more connections, ends those that are idle or were upgraded, and resolves when the
   * others have their answers, after so many seconds at the latest.
   */
  async stop(server: Server, seconds: number): Promise<void> {
    const late = setTimeout(() => {
      for (const socket of this.#all) socket.destroy()
    }, seconds * 1000)
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    this.#stopping = true
    // What has arrived already is read first.
    await setImmediate()
    for (const socket of this.#idle) socket.destroy()
    for (const socket of this.#upgraded) socket.destroySoon()
    await closed
    clearTimeout(late)
  }
}
