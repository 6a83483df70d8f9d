/** What a server of this benchmark is told. */
import type { JSONWebKeySet } from 'jose'
import type { Setup } from '../../guard/servers/setup.ts'
import type { Algorithm, Check } from '../targets.ts'

/** The setting of one server. */
export interface TokenSetup extends Setup {
  readonly check: Check
  readonly algorithm: Algorithm
  /** The public keys of the provider. */
  readonly jwks: JSONWebKeySet
}

/** What every check looks at beside the signature and the times. */
export const AUDIENCE = 'notes'

/** The setup of this process. */
export function setup(): TokenSetup {
  return JSON.parse(process.env.HALLPASS_BENCH ?? '')
}
