/** What the parent process tells a server, and how the server tells that it listens. */

/** The setting of one server. */
export interface Setup {
  readonly port: number
  readonly baseUrl: string
  /** The OpenID provider of this run. */
  readonly issuer: string
  /** A secret of this run, 64 hexadecimal digits. */
  readonly secret: string
}

/** The client that every OpenID app is at the provider. */
export const CLIENT = { id: 'bench', secret: 'the-secret-of-a-client-on-this-machine' } as const

/** What is asked of the provider. */
export const SCOPE = 'openid profile email'

/** Kilobytes that the app keeps in the large session: random, so that nothing gets smaller. */
export const LARGE_BYTES = 4096

/** The setup of this process. */
export function setup(): Setup {
  return JSON.parse(process.env.HALLPASS_BENCH ?? '')
}

/** Tells the parent that requests are answered now; a parent that goes takes the server along. */
export async function ready(): Promise<void> {
  await useNode()
  process.on('disconnect', () => process.exit())
  process.send?.('ready')
}

/**
 * A few requests of the server's own, as any service has made that calls another. Whoever signs
 * users in has: a bare server that had not would be compared in a state that few stay in. (In
 * some processes that have, the compiler of Node 24 makes a `process.nextTick` that costs 3 µs
 * more for every request they answer; it depends on what happened first.)
 */
async function useNode(): Promise<void> {
  const metadata = `${setup().issuer}/.well-known/openid-configuration`
  for (let i = 0; i < 5; i++) {
    const bytes = await (await fetch(metadata)).arrayBuffer()
    await crypto.subtle.digest('SHA-256', bytes)
  }
}
