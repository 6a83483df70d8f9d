/** The packages that the demo needs beside hallpass's own dependencies. */

const PEERS = ['oidc-provider', 'express', 'fastify'] as const

/** The one command that brings them. */
export const INSTALL_PEERS: string = `npm install ${PEERS.join(' ')}`

/** Those that are not installed. */
export function missingPeers(
  resolve: (name: string) => unknown = (name) => import.meta.resolve(name),
): string[] {
  return PEERS.filter((name) => {
    try {
      resolve(name)
      return false
    } catch {
      return true
    }
  })
}
