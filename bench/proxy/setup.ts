/** What the servers of a run share. */
import type { Account } from '../../src/cli/demo/accounts.ts'

/** The core of what is measured; the load, the app and the provider run on the other. */
export const SERVER_CORE = '0'
/** The core of everything else. */
export const OTHER_CORE = '1'

/** What every server is at the provider. */
export const CLIENT = { id: 'bench', secret: 'the-secret-of-a-client-on-this-machine' } as const

/** Who signs in. */
export const ACCOUNT: Account = {
  id: 'user-1',
  password: 'demo',
  name: 'Una Ser',
  email: 'una@harbour.example',
  groups: ['editor'],
}

/** What is asked of the provider. */
export const SCOPE = 'openid profile email groups'

/** One run: where things are. */
export interface Setup {
  /** For files of the run, and what servers write. */
  readonly folder: string
  readonly issuer: string
  /** Where the app listens: `http://127.0.0.1:…`. */
  readonly app: string
  /** The ports by what listens there. */
  readonly ports: Readonly<Record<Place, number>>
}

/** What listens somewhere. */
export const PLACES = [
  'app',
  'guard',
  'nginx',
  'auth',
  'nginxAuth',
  'apacheShm',
  'apacheCookie',
] as const

/** One of them. */
export type Place = (typeof PLACES)[number]

/** The address of a place. */
export function addressOf({ ports }: Pick<Setup, 'ports'>, place: Place): string {
  return `http://127.0.0.1:${ports[place]}`
}
