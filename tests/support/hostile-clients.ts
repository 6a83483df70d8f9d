/** The clients that the hostile provider knows, and whether a call is really one of theirs. */
import { createPublicKey } from 'node:crypto'
import * as jose from 'jose'
import type { Call } from './hostile-shapes.ts'

/** A registered client; without a secret and a key it is a public one. */
export interface RegisteredClient {
  readonly id: string
  readonly redirectUris: readonly string[]
  readonly secret?: string
  readonly method?: 'client_secret_basic' | 'client_secret_post'
  /** The public key of `private_key_jwt`. */
  readonly key?: jose.JWK
}

/** Why the client of a call is not who it says; undefined when it is. */
export async function clientFault(
  call: Call,
  clients: readonly RegisteredClient[],
  issuer: string,
): Promise<string | undefined> {
  const basic = basicCredentials(call)
  const id = basic?.[0] ?? call.form.get('client_id')
  const client = clients.find((one) => one.id === id)
  if (client === undefined) return 'an unknown client'
  if (client.key !== undefined) return await assertionFault(call, client, issuer)
  const posted = call.form.get('client_secret')
  if (client.secret === undefined) {
    return basic === undefined && posted === null ? undefined : 'a public client with a secret'
  }
  if (client.method === 'client_secret_post') {
    if (basic !== undefined) return 'client_secret_basic instead of client_secret_post'
    return posted === client.secret ? undefined : 'a wrong client secret'
  }
  if (posted !== null) return 'client_secret_post instead of client_secret_basic'
  return basic?.[1] === client.secret ? undefined : 'a wrong client secret'
}

/** RFC 6749 §2.3.1: both parts are form-encoded before they are joined. */
function basicCredentials(call: Call): [id: string, secret: string] | undefined {
  const encoded = /^Basic (.+)$/.exec(call.headers.authorization ?? '')?.[1]
  if (encoded === undefined) return undefined
  const [id = '', secret = ''] = Buffer.from(encoded, 'base64').toString().split(':')
  const decode = (part: string) => new URLSearchParams(`v=${part}`).get('v') ?? ''
  return [decode(id), decode(secret)]
}

async function assertionFault(
  call: Call,
  client: RegisteredClient,
  issuer: string,
): Promise<string | undefined> {
  const type = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
  if (call.form.get('client_assertion_type') !== type) return 'no client assertion'
  const key = createPublicKey({ key: { ...client.key }, format: 'jwk' })
  try {
    await jose.jwtVerify(call.form.get('client_assertion') ?? '', key, {
      issuer: client.id,
      subject: client.id,
      audience: issuer,
      requiredClaims: ['exp', 'jti'],
    })
    return undefined
  } catch (error) {
    return `a client assertion that is wrong: ${error}`
  }
}
