/** Requests of one connection, one after the other, as a client may send them ahead. */
import type { RequestListener } from 'node:http'
import type { Socket } from 'node:net'

/** Requests that may wait on one connection: more than any browser or proxy sends ahead. */
const MAX_WAITING = 100

interface Turn {
  readonly waiting: (() => void)[]
  isBusy: boolean
}

/** Lets one request of a connection go on at a time. */
export class InTurn {
  readonly #turns = new WeakMap<Socket, Turn>()

  /**
   * A listener whose requests wait until those before them on the connection are answered. One
   * connection would else take as many places at an app as it has room for requests. A connection
   * on which more than 100 wait is ended.
   */
  listener(listener: RequestListener): RequestListener {
    return (request, response) => {
      const { socket } = request
      const turn = this.#turnOf(socket)
      const go = (): void => {
        turn.isBusy = true
        response.once('close', () => {
          turn.isBusy = false
          if (!socket.destroyed) turn.waiting.shift()?.()
        })
        listener(request, response)
      }
      if (!turn.isBusy) go()
      else if (turn.waiting.length < MAX_WAITING) turn.waiting.push(go)
      else socket.destroy()
    }
  }

  /** Whether a request of the connection has no answer yet. */
  isBusy(socket: Socket): boolean {
    return this.#turns.get(socket)?.isBusy === true
  }

  #turnOf(socket: Socket): Turn {
    const known = this.#turns.get(socket)
    if (known !== undefined) return known
    const turn: Turn = { waiting: [], isBusy: false }
    this.#turns.set(socket, turn)
    return turn
  }
}
