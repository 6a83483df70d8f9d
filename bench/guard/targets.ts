/** What is measured: servers, and the requests that each gets. */

/** How a visitor becomes signed in. */
export type SignIn =
  /** Nobody does: the server has no check. */
  | 'none'
  /** At the provider of the run, through the login route of hallpass or of the neighbour. */
  | '/auth/login'
  | '/login'
  /** At a route of the app that writes the session as the neighbour's documentation shows. */
  | 'route'

/** One row of the table. */
export interface Target {
  readonly framework: 'Express' | 'Fastify'
  readonly name: string
  /** A file of `servers/`; each target has a process of its own. */
  readonly server: string
  readonly signIn: SignIn
  /** A session of several kilobytes, in chunks. */
  readonly large?: true
  /** How many visitors, each with a cookie of their own, take turns; default 1. */
  readonly visitors?: number
}

/** As many as no bounded memory of opened cookies holds: every cookie is opened anew. */
const MORE_THAN_REMEMBERED = 20_000

/** The rows in the order of the table. */
export const TARGETS: readonly Target[] = [
  ...hallpassBeside('Express', [
    { name: 'express-openid-connect', server: 'express-openid-connect', signIn: '/login' },
    { name: 'iron-session', server: 'express-iron-session', signIn: 'route' },
  ]),
  ...hallpassBeside('Fastify', [
    { name: '@fastify/secure-session', server: 'fastify-secure-session', signIn: 'route' },
  ]),
]

/** The server of a framework that all others on it are a share of. */
export function bareServer(framework: Target['framework']): string {
  return `${framework.toLowerCase()}-bare`
}

/** The server that gives a target's visitor a cookie; a bare one is sent those of hallpass. */
export function givingServer({ framework, server, signIn }: Target): string {
  return signIn === '/auth/login' ? `${framework.toLowerCase()}-hallpass` : server
}

function hallpassBeside(
  framework: Target['framework'],
  neighbours: readonly Pick<Target, 'name' | 'server' | 'signIn'>[],
): Target[] {
  const bare = { framework, server: bareServer(framework) } as const
  const sent = { ...bare, signIn: '/auth/login' } as const
  const hallpass = { ...sent, server: givingServer({ ...sent, name: 'hallpass' }) } as const
  return [
    { ...bare, name: 'bare again', signIn: 'none' },
    { ...sent, name: 'bare, sent the cookie of hallpass' },
    { ...hallpass, name: 'hallpass' },
    { ...hallpass, name: 'hallpass, 1,000 visitors', visitors: 1000 },
    { ...hallpass, name: 'hallpass, 20,000 visitors', visitors: MORE_THAN_REMEMBERED },
    { ...sent, name: 'bare, sent the chunks of hallpass', large: true },
    { ...hallpass, name: 'hallpass, session in chunks', large: true },
    ...neighbours.map((neighbour) => ({ framework, ...neighbour })),
  ]
}
