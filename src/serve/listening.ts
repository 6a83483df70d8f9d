/** A server that begins to listen, and where it then does. */
import type { AddressInfo, Server } from 'node:net'

/** Where a server is to listen. */
export interface Address {
  /** 0 takes any that is free. */
  readonly port: number
  /** Default: all interfaces. */
  readonly host?: string | undefined
}

/**
 * Resolves when the server listens.
 *
 * @throws Error with the `code` of the system when the port cannot be had: `EADDRINUSE`
 */
export function listening(server: Server, { port, host }: Address): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ port, host }, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

/** The address of a server that listens, of this machine: `http://127.0.0.1:8700`. */
export function urlOf(server: Server, scheme: 'http' | 'https' = 'http'): string {
  const bound = boundOf(server, scheme)
  return bound.replace(/\/\/(?:0\.0\.0\.0|\[::\]):/, '//127.0.0.1:')
}

/** The address that it has from the system: `http://0.0.0.0:8700` where it listens everywhere. */
export function boundOf(server: Server, scheme: 'http' | 'https' = 'http'): string {
  const { address, family, port } = server.address() as AddressInfo
  return `${scheme}://${family === 'IPv6' ? `[${address}]` : address}:${port}`
}
