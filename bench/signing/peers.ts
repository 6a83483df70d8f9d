/** The neighbours, each as its documentation says; keys are made once wherever it lets one. */
import { randomBytes } from 'node:crypto'
import { neighbour } from '../modules.ts'
import type { Pair } from './contestant.ts'

const SECRET = 'the secret of this benchmark, 32+ bytes'

interface CookieSignature {
  sign(value: string, secret: string): string
  unsign(signed: string, secret: string): string | false
}
interface FastJwt {
  createSigner(options: object): (payload: object) => string
  createVerifier(options: object): (token: string) => Record<string, unknown>
}
interface JsonWebToken {
  sign(payload: object, secret: string, options: object): string
  verify(token: string, secret: string, options: object): Record<string, unknown>
}
interface Keygrip {
  sign(value: string): string
  verify(value: string, digest: string): boolean
}
interface Iron {
  sealData(data: unknown, options: object): Promise<string>
  unsealData(seal: string, options: object): Promise<unknown>
}
interface FernetPackage {
  Secret: new (key: string) => object
  Token: new (options: object) => { encode(text: string): string; decode(): string }
}

/** Claims that a token adds are taken off again. */
function withoutTimes({ iat: _, exp: __, ...claims }: Record<string, unknown>): object {
  return claims
}

export async function signers(payload: Record<string, unknown>): Promise<Pair[]> {
  const { default: signature } = await neighbour<{ default: CookieSignature }>('cookie-signature')
  const { default: Grip } = await neighbour<{ default: new (keys: string[]) => Keygrip }>('keygrip')
  const fastJwt = await neighbour<FastJwt>('fast-jwt')
  const { default: jsonwebtoken } = await neighbour<{ default: JsonWebToken }>('jsonwebtoken')
  const grip = new Grip([SECRET])
  const signJwt = fastJwt.createSigner({ key: SECRET, algorithm: 'HS256', expiresIn: 3_600_000 })
  const verifier = { key: SECRET, algorithms: ['HS256'] }
  const verifyJwt = fastJwt.createVerifier({ ...verifier, cache: false })
  const verifyCached = fastJwt.createVerifier({ ...verifier, cache: true })
  const peer = { role: 'peer', seals: false } as const
  return [
    {
      ...peer,
      name: 'cookie-signature + JSON',
      write: () => signature.sign(JSON.stringify(payload), SECRET),
      read(token) {
        const text = signature.unsign(token, SECRET)
        return text === false ? undefined : JSON.parse(text)
      },
    },
    {
      ...peer,
      name: 'keygrip + JSON',
      write() {
        const text = JSON.stringify(payload)
        return `${text}.${grip.sign(text)}`
      },
      read(token) {
        const at = token.lastIndexOf('.')
        const text = token.slice(0, at)
        return grip.verify(text, token.slice(at + 1)) ? JSON.parse(text) : undefined
      },
    },
    {
      ...peer,
      name: 'fast-jwt HS256',
      write: () => signJwt(payload),
      read: (token) => withoutTimes(verifyJwt(token)),
    },
    {
      ...peer,
      name: 'fast-jwt HS256, a token it has in its cache',
      readsOnly: true,
      write: () => signJwt(payload),
      read: (token) => withoutTimes(verifyCached(token)),
    },
    {
      ...peer,
      name: 'jsonwebtoken HS256',
      write: () => jsonwebtoken.sign(payload, SECRET, { algorithm: 'HS256', expiresIn: 3600 }),
      read: (token) => withoutTimes(jsonwebtoken.verify(token, SECRET, { algorithms: ['HS256'] })),
    },
    await joseHs256(payload),
  ]
}

async function joseHs256(payload: Record<string, unknown>): Promise<Pair> {
  const { jwtVerify, SignJWT } = await neighbour<typeof import('jose')>('jose')
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  const bytes = new TextEncoder().encode(SECRET)
  const key = await crypto.subtle.importKey('raw', bytes, algorithm, false, ['sign', 'verify'])
  return {
    name: 'jose HS256',
    role: 'peer',
    seals: false,
    write: () =>
      new SignJWT({ ...payload })
        .setProtectedHeader({ alg: 'HS256' })
        .setExpirationTime('1h')
        .sign(key),
    read: async (token) => withoutTimes((await jwtVerify(token, key)).payload),
  }
}

export async function sealers(payload: Record<string, unknown>): Promise<Pair[]> {
  const { sealData, unsealData } = await neighbour<Iron>('iron-session')
  const { default: fernet } = await neighbour<{ default: FernetPackage }>('fernet')
  const secret = new fernet.Secret(randomBytes(32).toString('base64'))
  const iron = { password: SECRET, ttl: 3600 }
  const peer = { role: 'peer', seals: true } as const
  return [
    {
      ...peer,
      name: 'iron-session',
      write: () => sealData(payload, iron),
      read: (token) => unsealData(token, iron).then(nonEmpty),
    },
    {
      ...peer,
      name: 'fernet (npm) + JSON',
      write: () => new fernet.Token({ secret, ttl: 3600 }).encode(JSON.stringify(payload)),
      read: (token) => JSON.parse(new fernet.Token({ secret, token, ttl: 3600 }).decode()),
    },
    await secureSession(payload),
    await joseJwe(payload),
  ]
}

/** iron-session gives an empty object for what it refuses. */
function nonEmpty(value: unknown): unknown {
  return JSON.stringify(value) === '{}' ? undefined : value
}

async function secureSession(payload: Record<string, unknown>): Promise<Pair> {
  const { default: fastify } = await import('fastify')
  const { default: plugin } = await neighbour<{ default: never }>('@fastify/secure-session')
  const app = fastify()
  await app.register(plugin, { key: randomBytes(32) } as never)
  await app.ready()
  const session = app as unknown as {
    createSecureSession(data: object): object
    encodeSecureSession(session: object): string
    decodeSecureSession(cookie: string): { data(): object } | null
  }
  return {
    name: '@fastify/secure-session',
    role: 'peer',
    seals: true,
    write: () => session.encodeSecureSession(session.createSecureSession({ ...payload })),
    read: (token) => session.decodeSecureSession(token)?.data(),
  }
}

async function joseJwe(payload: Record<string, unknown>): Promise<Pair> {
  const { EncryptJWT, jwtDecrypt } = await neighbour<typeof import('jose')>('jose')
  const algorithm = { name: 'AES-GCM' }
  const key = await crypto.subtle.importKey('raw', randomBytes(32), algorithm, false, [
    'encrypt',
    'decrypt',
  ])
  const header = { alg: 'dir', enc: 'A256GCM' }
  return {
    name: 'jose JWE, dir A256GCM',
    role: 'peer',
    seals: true,
    write: () =>
      new EncryptJWT({ ...payload })
        .setProtectedHeader(header)
        .setExpirationTime('1h')
        .encrypt(key),
    read: async (token) => withoutTimes((await jwtDecrypt(token, key)).payload),
  }
}
