/** A way to a server that can be held up, as by a network that has stopped, and be cut. */
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

export interface Relay {
  readonly port: number
  /** Nothing gets through, in either direction; connections stay, and new ones are taken. */
  hold(): void
  /** What was held back arrives now. */
  release(): void
  /** Breaks every connection. */
  cut(): void
  close(): void
}

export async function startRelay(port: number): Promise<Relay> {
  let held = false
  const sockets = new Set<Socket>()
  const relay = createServer((client) => {
    const server = connect(port, '127.0.0.1')
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const) {
      sockets.add(from)
      from.on('error', () => to.destroy())
      from.on('close', () => {
        sockets.delete(from)
        to.destroy()
      })
      from.on('data', (piece) => to.write(piece))
      if (held) from.pause()
    }
  }).listen(0, '127.0.0.1')
  await once(relay, 'listening')
  const address = relay.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const cut = () => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    port: address.port,
    hold() {
      held = true
      for (const socket of sockets) socket.pause()
    },
    release() {
      held = false
      for (const socket of sockets) socket.resume()
    },
    cut,
    close() {
      cut()
      relay.close()
    },
  }
}
