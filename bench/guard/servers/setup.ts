/** What the parent process tells a server, and how the server tells that it listens. */

import { setTimeout } from 'node:timers/promises'

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
  await settle()
  process.on('disconnect', () => process.exit())
  process.send?.('ready')
}

/**
 * Brings the process into the state that a service is in after its first quiet minute. The first
 * full garbage collection of Node 24 clears what the compiler knew of `process.nextTick`, whose
 * calls cost ten times as much from then on: some microseconds a request. It comes at a random
 * time; a server that had it would be compared with a bare one that had not.
 */
async function settle(): Promise<void> {
  for (let i = 0; i < 30; i++) {
    await setTimeout(1)
    await new Promise<void>((resolve) => process.nextTick(resolve))
  }
  globalThis.gc?.()
}
