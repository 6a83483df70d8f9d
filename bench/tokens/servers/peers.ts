/** The neighbours, each as its documentation says; keys are made once wherever it lets one. */
import { createPublicKey } from 'node:crypto'
import type { MaybePromise } from '../../../src/http/exchange.ts'
import { neighbour } from '../../modules.ts'
import { AUDIENCE, setup } from './setup.ts'

/** What a token says, or an error. */
export type Verify = (token: string) => MaybePromise<{ readonly sub?: string }>

interface FastJwt {
  createVerifier(options: object): (token: string) => { readonly sub?: string }
}
interface JsonWebToken {
  verify(token: string, secret: string, options: object): { readonly sub?: string }
}
interface AwsVerifier {
  cacheJwks(jwks: object): void
  verify(token: string): Promise<{ readonly sub?: string }>
}
interface Aws {
  readonly JwtVerifier: { create(options: object): AwsVerifier }
}

const { algorithm, issuer, jwks, secret } = setup()

async function fastJwt(options: object): Promise<Verify> {
  const { createVerifier } = await neighbour<FastJwt>('fast-jwt')
  const [jwk = {}] = jwks.keys
  const pem = () => createPublicKey({ key: { ...jwk }, format: 'jwk' })
  const rsa = algorithm === 'RS256'
  return createVerifier({
    key: rsa ? pem().export({ type: 'spki', format: 'pem' }) : secret,
    algorithms: [algorithm],
    allowedIss: issuer,
    allowedAud: AUDIENCE,
    ...options,
  })
}

const MAKERS: Readonly<Record<string, () => Promise<Verify>>> = {
  'fast-jwt': () => fastJwt({ cache: false }),
  'fast-jwt-cache': () => fastJwt({ cache: true }),
  'fast-jwt-cache-plain': () => fastJwt({ cache: true, cacheKeyBuilder: (token: string) => token }),
  async jsonwebtoken() {
    const { default: library } = await neighbour<{ default: JsonWebToken }>('jsonwebtoken')
    const options = { algorithms: ['HS256'], issuer, audience: AUDIENCE }
    return (token) => library.verify(token, secret, options)
  },
  async jose() {
    const library = await neighbour<typeof import('jose')>('jose')
    const options = { issuer, audience: AUDIENCE, algorithms: [algorithm] }
    const set = library.createLocalJWKSet(jwks)
    const key = new TextEncoder().encode(secret)
    const verify =
      algorithm === 'RS256'
        ? (token: string) => library.jwtVerify(token, set, options)
        : (token: string) => library.jwtVerify(token, key, options)
    return async (token) => {
      const { sub } = (await verify(token)).payload
      return sub === undefined ? {} : { sub }
    }
  },
  async 'aws-jwt-verify'() {
    const { JwtVerifier } = await neighbour<Aws>('aws-jwt-verify')
    const options = { issuer, audience: AUDIENCE, jwksUri: `${issuer}/jwks` }
    const verifier = JwtVerifier.create(options)
    verifier.cacheJwks(jwks)
    return (token) => verifier.verify(token)
  },
}

/** The check of this name. */
export async function verifyBy(name: string): Promise<Verify> {
  const make = MAKERS[name]
  if (make === undefined) throw new Error(`no check is called ${name}`)
  return await make()
}

/** The token of a header, as these libraries' users write it. */
export function tokenOf(authorization: string | undefined): string {
  return authorization?.startsWith('Bearer ') ? authorization.slice(7) : ''
}
