/** Signing keys of the hostile provider, and tokens that no honest provider would write. */
import { createHmac } from 'node:crypto'
import * as jose from 'jose'

/** A key pair with the JWK that verifies it. */
export interface ProviderKey {
  readonly alg: string
  readonly privateKey: CryptoKey
  readonly publicKey: CryptoKey
  readonly jwk: jose.JWK
}

export type JsonObject = Record<string, unknown>

const made = new Map<string, Promise<ProviderKey>>()

/** The key of this name; made once in this process, since RSA keys take their time. */
export function keyNamed(kid: string, alg = 'RS256'): Promise<ProviderKey> {
  const known = made.get(`${kid} ${alg}`) ?? makeKey(kid, alg)
  made.set(`${kid} ${alg}`, known)
  return known
}

async function makeKey(kid: string, alg: string): Promise<ProviderKey> {
  const { privateKey, publicKey } = await jose.generateKeyPair(alg, { extractable: true })
  const jwk = { ...(await jose.exportJWK(publicKey)), kid, alg, use: 'sig' }
  return { alg, privateKey, publicKey, jwk }
}

/** A token with this header and these claims, honestly signed, whatever they say. */
export async function sign(
  key: ProviderKey,
  header: Readonly<JsonObject>,
  claims: Readonly<JsonObject>,
): Promise<string> {
  const protectedHeader = { ...header, alg: key.alg }
  const payload = new TextEncoder().encode(JSON.stringify(claims))
  return await new jose.CompactSign(payload)
    .setProtectedHeader(protectedHeader)
    .sign(key.privateKey)
}

/** A token that says `alg: none` and has no signature. */
export function unsigned(header: Readonly<JsonObject>, claims: Readonly<JsonObject>): string {
  return `${part({ ...header, alg: 'none' })}.${part(claims)}.`
}

/** A token whose HMAC secret is what everybody knows: the public key, or the client secret. */
export function hmacSigned(
  secret: string,
  header: Readonly<JsonObject>,
  claims: Readonly<JsonObject>,
): string {
  const input = `${part({ ...header, alg: 'HS256' })}.${part(claims)}`
  return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`
}

/** The token with a bit of its signature flipped. */
export function brokenSignature(token: string): string {
  const [header, claims, signature = ''] = token.split('.')
  const bytes = Buffer.from(signature, 'base64url')
  bytes[5] = (bytes[5] ?? 0) ^ 1
  return `${header}.${claims}.${bytes.toString('base64url')}`
}

/** The token with other claims under the signature of the old ones. */
export function swappedClaims(token: string, change: Readonly<JsonObject>): string {
  const [header, claims = '', signature] = token.split('.')
  const old: JsonObject = JSON.parse(Buffer.from(claims, 'base64url').toString())
  return `${header}.${part({ ...old, ...change })}.${signature}`
}

/** The public key as PEM: what an HS256 forger would use as the secret. */
export async function publicPem(key: ProviderKey): Promise<string> {
  return await jose.exportSPKI(key.publicKey)
}

function part(value: Readonly<JsonObject>): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}
