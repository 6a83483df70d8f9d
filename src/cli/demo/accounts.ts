/** Who can sign in to the demo. */

/** An account of the demo's provider. */
export interface Account {
  /** The user name to sign in with, and the `sub` claim. */
  readonly id: string
  readonly password: string
  readonly name: string
  readonly email: string
  readonly groups: readonly string[]
}

/** The three accounts of the demo: in both groups, in one, in none. */
export const ACCOUNTS: readonly Account[] = [
  {
    id: 'admin',
    password: 'demo',
    name: 'Ada Marsh',
    email: 'ada@harbour.example',
    groups: ['admin', 'editor'],
  },
  {
    id: 'editor',
    password: 'demo',
    name: 'Edwin Cole',
    email: 'edwin@harbour.example',
    groups: ['editor'],
  },
  {
    id: 'reader',
    password: 'demo',
    name: 'Rita Sand',
    email: 'rita@harbour.example',
    groups: [],
  },
]
