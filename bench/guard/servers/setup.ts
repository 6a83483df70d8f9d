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
export function ready(): void {
  process.on('disconnect', () => process.exit())
  process.send?.('ready')
}
