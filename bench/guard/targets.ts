/** What is measured: servers, and the requests that each gets. */

/** How a visitor becomes signed in. */
export type SignIn =
  /** Nobody does: the server has no check. */
  | 'none'
  /** At the provider of the run, through the app's own login route. */
  | 'provider'
  /** At a route of the app that writes the session as the neighbour's documentation shows. */
  | 'route'

/** One row of the table. */
export interface Target {
  readonly framework: 'Express' | 'Fastify'
  readonly name: string
  /** A file of `servers/`; targets of one server share its process. */
  readonly server: string
  readonly signIn: SignIn
  /** A session of several kilobytes, in chunks. */
  readonly large?: true
  /** How many visitors, each with a cookie of their own, take turns; default 1. */
  readonly visitors?: number
}

/** As many as no bounded memory of opened cookies holds: every cookie is opened anew. */
const MORE_THAN_REMEMBERED = 20_000

/** The rows in the order of the table; the first of each framework is what others are a share of. */
export const TARGETS: readonly Target[] = [
  ...hallpassBeside('Express', [
    { name: 'express-openid-connect', server: 'express-openid-connect', signIn: 'provider' },
    { name: 'iron-session', server: 'express-iron-session', signIn: 'route' },
  ]),
  ...hallpassBeside('Fastify', [
    { name: '@fastify/secure-session', server: 'fastify-secure-session', signIn: 'route' },
  ]),
]

function hallpassBeside(
  framework: Target['framework'],
  neighbours: readonly Pick<Target, 'name' | 'server' | 'signIn'>[],
): Target[] {
  const prefix = framework.toLowerCase()
  const hallpass = { framework, server: `${prefix}-hallpass`, signIn: 'provider' } as const
  return [
    { framework, name: 'bare', server: `${prefix}-bare`, signIn: 'none' },
    { ...hallpass, name: 'hallpass' },
    { ...hallpass, name: 'hallpass, 1,000 visitors', visitors: 1000 },
    { ...hallpass, name: 'hallpass, 20,000 visitors', visitors: MORE_THAN_REMEMBERED },
    { ...hallpass, name: 'hallpass, session in chunks', large: true },
    ...neighbours.map((neighbour) => ({ framework, ...neighbour })),
  ]
}
