/** What is measured: the ways to check a token, on each framework. */

/** The algorithm of the tokens; RS256 tokens are those of an outside provider. */
export type Algorithm = 'HS256' | 'RS256'

/** A way to check, of `servers/`. */
export type Check =
  | 'none'
  | 'hallpass'
  | 'fast-jwt'
  | 'fast-jwt-cache'
  | 'fast-jwt-cache-plain'
  | 'jsonwebtoken'
  | 'jose'
  | 'aws-jwt-verify'
  | '@fastify/jwt'
  | '@fastify/jwt-cache'

/** One row of the table. */
export interface Target {
  readonly framework: 'Express' | 'Fastify'
  readonly algorithm: Algorithm
  readonly check: Check
  readonly name: string
  /** Another token with each request, of so many that no memory has it. */
  readonly many?: true
}

/** More than any of the memories holds, taken in turn. */
export const MANY = 40_000

type Row = Pick<Target, 'algorithm' | 'check' | 'name' | 'many'>

const HS256: readonly Row[] = [
  { algorithm: 'HS256', check: 'none', name: 'bare again' },
  { algorithm: 'HS256', check: 'hallpass', name: 'hallpass' },
  {
    algorithm: 'HS256',
    check: 'fast-jwt-cache-plain',
    name: 'fast-jwt, cache by the token itself',
  },
  { algorithm: 'HS256', check: 'fast-jwt-cache', name: 'fast-jwt, cache' },
  { algorithm: 'HS256', check: 'fast-jwt', name: 'fast-jwt' },
  { algorithm: 'HS256', check: 'jsonwebtoken', name: 'jsonwebtoken' },
  { algorithm: 'HS256', check: 'jose', name: 'jose' },
]

const RS256: readonly Row[] = [
  { algorithm: 'RS256', check: 'hallpass', name: 'hallpass' },
  { algorithm: 'RS256', check: 'aws-jwt-verify', name: 'aws-jwt-verify' },
  { algorithm: 'RS256', check: 'fast-jwt-cache', name: 'fast-jwt, cache' },
  { algorithm: 'RS256', check: 'jose', name: 'jose' },
]

/** Every token for the first time: what is remembered is of no use. */
const NEVER_SEEN: readonly Row[] = [
  { algorithm: 'HS256', check: 'none', name: 'bare again', many: true },
  { algorithm: 'HS256', check: 'hallpass', name: 'hallpass', many: true },
  { algorithm: 'HS256', check: 'fast-jwt', name: 'fast-jwt', many: true },
]

const FASTIFY: readonly Row[] = [
  { algorithm: 'HS256', check: '@fastify/jwt-cache', name: '@fastify/jwt, cache' },
  { algorithm: 'HS256', check: '@fastify/jwt', name: '@fastify/jwt' },
]

/** The rows in the order of the table. */
export const TARGETS: readonly Target[] = [
  ...[...HS256, ...NEVER_SEEN, ...RS256].map((row) => ({ framework: 'Express' as const, ...row })),
  ...[...HS256, ...FASTIFY, ...NEVER_SEEN, ...RS256].map((row) => ({
    framework: 'Fastify' as const,
    ...row,
  })),
]

/** What a target is called where it stands alone. */
export function titleOf({ framework, algorithm, name, many }: Target): string {
  return `${framework}, ${algorithm}, ${name}${many ? ', never seen' : ''}`
}
