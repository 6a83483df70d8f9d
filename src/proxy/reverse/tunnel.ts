/** One WebSocket: from the question to the app until both ends are closed. */
import type { ClientRequest, IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { Admitted } from './admitted.ts'
import { answerHeaders } from './answer-headers.ts'
import { faultOf, holdTo } from './faults.ts'
import { type Passing, targetOf } from './passage.ts'
import { refuse } from './refuse.ts'
import type { Route } from './routing.ts'
import { responseOn } from './socket-reply.ts'

/** Milliseconds that one end may stay open when the other has said its last. */
const LINGER_MS = 5000
/** Milliseconds of silence after which the system asks whether the other end is there. */
const KEEP_ALIVE_MS = 60_000

/** Passes an upgrade on. The headers of the message are those for the app already. */
export class Tunnel {
  readonly #passing: Passing
  readonly #request: IncomingMessage
  readonly #socket: Socket
  readonly #route: Route
  readonly #admitted: Admitted
  #hasAnswered = false

  constructor(
    passing: Passing,
    request: IncomingMessage,
    socket: Socket,
    route: Route,
    admitted: Admitted,
  ) {
    this.#passing = passing
    this.#request = request
    this.#socket = socket
    this.#route = route
    this.#admitted = admitted
  }

  /** Sends it. */
  start(head: Buffer): void {
    // A connection of its own, which no other request has used or will use.
    const options = targetOf(this.#route, true)
    this.#passing.proxy.ws(this.#request, this.#socket, options, head).catch(() => {})
  }

  /** httpxy is about to ask. */
  begun(outgoing: ClientRequest): void {
    const socket = this.#socket
    outgoing.once('socket', () => holdTo(this.#passing.limits, outgoing, () => this.#hasAnswered))
    const stopWaiting = whenGone(socket, () => outgoing.destroy())
    outgoing.prependOnceListener('response', (answer) => {
      this.#answered(answer, false)
    })
    outgoing.prependOnceListener('upgrade', (answer, other) => {
      stopWaiting()
      this.#answered(answer, true)
      join(socket, other)
      join(other, socket)
    })
  }

  /** Something broke. */
  failed(error: Error): void {
    const socket = this.#socket
    if (this.#hasAnswered || socket.destroyed || !socket.writable) return
    this.#hasAnswered = true
    refuse(responseOn(this.#request, socket), this.#admitted, faultOf(error))
  }

  /** Ends it when the session is over that it was opened with. */
  async check(): Promise<void> {
    if (!(await this.#admitted.isStillIn())) this.end()
  }

  end(): void {
    this.#socket.destroy()
  }

  /** httpxy writes the head from these headers. */
  #answered(answer: IncomingMessage, isUpgraded: boolean): void {
    this.#hasAnswered = true
    this.#admitted.trail.status = answer.statusCode ?? 0
    const raw = answerHeaders(answer, this.#passing.headers.answer(this.#route, this.#admitted))
    const headers: Record<string, string | string[]> = Object.create(null)
    for (let at = 0; at < raw.length; at += 2) add(headers, raw[at] ?? '', raw[at + 1] ?? '')
    const { 'transfer-encoding': encoding } = answer.headers
    if (isUpgraded) Object.assign(headers, { connection: 'Upgrade', upgrade: 'websocket' })
    else if (encoding !== undefined) headers['transfer-encoding'] = encoding
    answer.headers = headers
  }
}

function add(headers: Record<string, string | string[]>, name: string, value: string): void {
  const lower = name.toLowerCase()
  const before = headers[lower]
  headers[lower] = before === undefined ? value : [before, value].flat()
}

/**
 * Notices that a client is gone while nothing is read from it yet; what it has sent stays where it
 * is. Gives what ends the waiting.
 */
function whenGone(socket: Socket, gone: () => void): () => void {
  // Where nothing is left to read, this is what tells of the end.
  const peek = (): void => {
    if (socket.readableLength === 0) socket.read(0)
  }
  socket.on('readable', peek).once('end', gone).once('close', gone)
  return () => socket.off('readable', peek).off('end', gone).off('close', gone)
}

/** What happens to one end when the other closes: pipes alone would leave it open. */
function join(one: Socket, other: Socket): void {
  one.setKeepAlive(true, KEEP_ALIVE_MS)
  one.once('close', () => other.destroySoon())
  one.once('end', () => {
    const late = setTimeout(() => {
      one.destroy()
      other.destroy()
    }, LINGER_MS)
    one.once('close', () => clearTimeout(late))
  })
}
