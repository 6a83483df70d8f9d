/** The keys of a run, and the tokens that are sent. */
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import * as jose from 'jose'
import type { TokenSetup } from './servers/setup.ts'
import { type Algorithm, MANY, type Target } from './targets.ts'

/** What all servers of a run are told. */
export type Keys = Pick<TokenSetup, 'secret' | 'issuer' | 'jwks'>

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })

/** The keys, of which servers get the public half; the secret of HS256 they need. */
export const keys: Keys = {
  secret: randomBytes(32).toString('hex'),
  issuer: 'https://accounts.example',
  jwks: {
    keys: [{ ...(await jose.exportJWK(publicKey)), kid: 'bench', alg: 'RS256', use: 'sig' }],
  },
}

const one = new Map<Algorithm, readonly string[]>()
let many: readonly string[] | undefined

/** The `Authorization` headers that a target gets. */
export async function headersFor({ algorithm, many: several }: Target): Promise<readonly string[]> {
  if (several) {
    many ??= await Promise.all(Array.from({ length: MANY }, (_, i) => bearer('HS256', `${i}`)))
    return many
  }
  const known = one.get(algorithm) ?? [await bearer(algorithm, 'one')]
  one.set(algorithm, known)
  return known
}

/** A token of an hour, for the one user of the benchmark. */
async function bearer(alg: Algorithm, jti: string): Promise<string> {
  const rsa = alg === 'RS256'
  const token = await new jose.SignJWT({ scope: 'notes:read notes:write', jti })
    .setProtectedHeader({ alg, typ: rsa ? 'at+jwt' : 'JWT', ...(rsa && { kid: 'bench' }) })
    .setSubject('user-1')
    .setIssuer(keys.issuer)
    .setAudience('notes')
    .setIssuedAt()
    .setExpirationTime('1h')
    .sign(rsa ? privateKey : new TextEncoder().encode(keys.secret))
  return `Bearer ${token}`
}
