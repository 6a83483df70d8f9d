/**
 * The endpoints of an OpenID provider on loopback. Every answer is what the test says, so that
 * each wrong one can be given too; keys and signatures are real.
 */
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import * as jose from 'jose'

/** A request that came. */
export interface Seen {
  readonly path: string
  readonly method: string
  readonly headers: IncomingHttpHeaders
  readonly body: URLSearchParams
}

/** What is answered: JSON, a text with its type, or whatever the function writes. */
export type Answer =
  | { readonly status?: number; readonly json: unknown }
  | { readonly status?: number; readonly text: string; readonly type: string }
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>> }

export type Handler = Answer | ((seen: Seen, response: ServerResponse) => Answer | undefined)

export interface SigningKey {
  readonly kid: string
  readonly alg: string
  readonly privateKey: CryptoKey
  readonly jwk: jose.JWK
}

export async function signingKey(kid: string, alg = 'ES256'): Promise<SigningKey> {
  const { privateKey, publicKey } = await jose.generateKeyPair(alg, { extractable: true })
  return { kid, alg, privateKey, jwk: { ...(await jose.exportJWK(publicKey)), kid, alg } }
}

export class LoopbackProvider {
  readonly issuer: string
  /** By path; a path without one is answered 404. */
  readonly answers: Map<string, Handler> = new Map()
  readonly seen: Seen[] = []
  readonly key: SigningKey
  readonly #server: Server

  private constructor(server: Server, key: SigningKey) {
    this.#server = server
    this.key = key
    const { port } = server.address() as AddressInfo
    this.issuer = `http://127.0.0.1:${port}`
    this.answers.set('/.well-known/openid-configuration', { json: this.metadata() })
    this.answers.set('/jwks', { json: { keys: [key.jwk] } })
  }

  static async start(alg = 'ES256'): Promise<LoopbackProvider> {
    const server = createServer()
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const provider = new LoopbackProvider(server, await signingKey('key-1', alg))
    server.on('request', async (request, response) => {
      const path = new URL(request.url ?? '/', provider.issuer).pathname
      const { method = 'GET', headers } = request
      const seen = { path, method, headers, body: new URLSearchParams(await text(request)) }
      provider.seen.push(seen)
      const handler = provider.answers.get(path) ?? { status: 404 }
      const answer = typeof handler === 'function' ? handler(seen, response) : handler
      if (answer !== undefined) send(response, answer)
    })
    return provider
  }

  /** Its metadata, with these members instead. */
  metadata(changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
    return {
      issuer: this.issuer,
      authorization_endpoint: `${this.issuer}/authorize`,
      token_endpoint: `${this.issuer}/token`,
      jwks_uri: `${this.issuer}/jwks`,
      userinfo_endpoint: `${this.issuer}/userinfo`,
      id_token_signing_alg_values_supported: [this.key.alg],
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      ...changes,
    }
  }

  /** Answers discovery with its metadata and these members instead. */
  announce(changes: Readonly<Record<string, unknown>>): void {
    this.answers.set('/.well-known/openid-configuration', { json: this.metadata(changes) })
  }

  /** How often a path was asked for. */
  count(path: string): number {
    return this.seen.filter((one) => one.path === path).length
  }

  /** The last request to a path. */
  last(path: string): Seen {
    const found = this.seen.findLast((one) => one.path === path)
    if (found === undefined) throw new Error(`nothing was sent to ${path}`)
    return found
  }

  /** A JWT under the provider's key. */
  sign(claims: jose.JWTPayload, header: Partial<jose.JWTHeaderParameters> = {}): Promise<string> {
    const { kid, alg, privateKey } = this.key
    return new jose.SignJWT(claims).setProtectedHeader({ alg, kid, ...header }).sign(privateKey)
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    this.#server.close()
    await once(this.#server, 'close')
  }
}

function send(response: ServerResponse, answer: Answer): void {
  if ('json' in answer) {
    response.writeHead(answer.status ?? 200, { 'content-type': 'application/json' })
    response.end(JSON.stringify(answer.json))
  } else if ('text' in answer) {
    response.writeHead(answer.status ?? 200, { 'content-type': answer.type })
    response.end(answer.text)
  } else {
    response.writeHead(answer.status, { ...answer.headers })
    response.end()
  }
}
