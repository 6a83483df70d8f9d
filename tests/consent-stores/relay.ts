/** A way to a server on which everything can be held up, as by a firewall that drops packets. */
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

export interface Relay {
  readonly port: number
  hold(): void
  /** Connections from before stay as they are: nobody is told that they are dead. */
  release(): void
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
      from.on('close', () => to.destroy())
      from.on('data', (piece) => {
        if (!held) to.write(piece)
      })
    }
  }).listen(0, '127.0.0.1')
  await once(relay, 'listening')
  const address = relay.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    port: address.port,
    hold() {
      held = true
    },
    release() {
      held = false
    },
    close() {
      for (const socket of sockets) socket.destroy()
      relay.close()
    },
  }
}
