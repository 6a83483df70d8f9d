/**
 * A server on loopback that behaves like an AWS Cognito user pool with its domain. It stands in
 * for AWS, which cannot be run on a test machine. Known habits of Cognito that it keeps: nothing
 * but the key set is discovered; access tokens are JWTs with `client_id` and no `aud`; groups
 * are absent for a user in none; a refresh gives a new ID token without nonce, and a new refresh
 * token only with rotation on; only refresh tokens can be revoked; `/logout` takes `client_id`
 * and `logout_uri`, and gives no state back.
 */
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import type * as jose from 'jose'
import {
  opaqueRefreshToken,
  PoolKeys,
  type PoolTokens,
  type PoolUser,
  type SignIn,
} from './fake-cognito-tokens.ts'

/** An app client of the pool. */
export interface PoolClient {
  readonly clientId: string
  readonly clientSecret?: string
  readonly callbackUrls: readonly string[]
  readonly logoutUrls: readonly string[]
}

export interface FakeCognitoOptions {
  readonly clients: readonly PoolClient[]
  readonly users: readonly PoolUser[]
  /** Seconds since the epoch; default the system's clock. */
  readonly now?: () => number
  readonly accessSeconds?: number
  readonly idSeconds?: number
  /** Refresh token rotation, off by default as at Cognito. */
  readonly rotation?: boolean
}

const REGION = 'eu-west-1'

/** What a browser or a client is answered. */
interface Answer {
  readonly status: number
  readonly json?: unknown
  readonly html?: string
  readonly headers?: Readonly<Record<string, string>>
}

type Handler = (
  url: URL,
  body: URLSearchParams,
  request: IncomingMessage,
) => Promise<Answer> | Answer

interface Grant extends SignIn {
  readonly redirectUri: string
  readonly challenge: string
  readonly nonce: string | undefined
}

export class FakeCognito {
  readonly region: string = REGION
  readonly userPoolId: string = `${REGION}_Fake12345`
  readonly issuer: string = `https://cognito-idp.${REGION}.amazonaws.com/${this.userPoolId}`
  /** The pool's domain, as a prefix. */
  readonly domain: string = 'fake-pool'
  readonly origin: string = `https://${this.domain}.auth.${REGION}.amazoncognito.com`
  /** The paths that were asked for, with the grant type where there is one. */
  readonly calls: string[] = []
  /** While true, every request is answered 503. */
  down = false
  readonly options: FakeCognitoOptions
  readonly #keys: PoolKeys
  readonly #server = createServer((request, response) => void this.#serve(request, response))
  readonly #codes = new Map<string, Grant>()
  readonly #refreshTokens = new Map<string, SignIn>()
  readonly #sessions = new Map<string, PoolUser>()

  private constructor(options: FakeCognitoOptions, keys: PoolKeys) {
    this.options = options
    this.#keys = keys
  }

  static async start(options: FakeCognitoOptions): Promise<FakeCognito> {
    const pool = new FakeCognito(options, await PoolKeys.make())
    await new Promise<void>((ready) => pool.#server.listen(0, '127.0.0.1', ready))
    return pool
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  get jwks(): jose.JSONWebKeySet {
    return this.#keys.jwks
  }

  /** A `fetch` that finds the AWS hosts of this pool here, and nothing else anywhere. */
  readonly fetch: typeof fetch = (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input)
    const known = url.origin === this.origin || url.origin === new URL(this.issuer).origin
    if (!known) return Promise.reject(new TypeError(`no such host: ${url.host}`))
    return fetch(`http://127.0.0.1:${this.port}${url.pathname}${url.search}`, init)
  }

  /** Tokens as another service would have got them for this user by a login of its own. */
  async signIn(
    username: string,
    clientId: string,
  ): Promise<PoolTokens & { readonly refreshToken: string }> {
    const user = this.options.users.find((one) => one.username === username)
    if (user === undefined) throw new Error(`no user ${username}`)
    const signIn = this.#newSignIn(user, clientId, 'openid')
    const refreshToken = opaqueRefreshToken()
    this.#refreshTokens.set(refreshToken, signIn)
    return { ...(await this.#issue(signIn)), refreshToken }
  }

  /** Whether a refresh token still works. */
  isLive(refreshToken: string): boolean {
    return this.#refreshTokens.has(refreshToken)
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((closed) => this.#server.close(closed))
  }

  readonly #authorize: Handler = (url, _body, request) => {
    const asked = url.searchParams
    const client = this.#client(asked.get('client_id'))
    const redirectUri = asked.get('redirect_uri') ?? ''
    if (!client?.callbackUrls.includes(redirectUri))
      return { status: 400, html: 'redirect_mismatch' }
    if (asked.get('response_type') !== 'code' || asked.get('code_challenge_method') !== 'S256') {
      return { status: 400, html: 'invalid_request' }
    }
    const user = this.#sessions.get(/cognito=(\w+)/.exec(request.headers.cookie ?? '')?.[1] ?? '')
    if (user === undefined) return redirect(`${this.origin}/login${url.search}`)
    return this.#grant(user, asked)
  }

  readonly #login: Handler = (url, body, request) => {
    if (request.method !== 'POST') {
      return {
        status: 200,
        html: '<form method="post"><input name="username"><input name="password"></form>',
      }
    }
    const user = this.options.users.find((one) => one.username === body.get('username'))
    if (user?.password !== body.get('password')) return { status: 400, html: 'Incorrect' }
    const session = randomBytes(16).toString('hex')
    this.#sessions.set(session, user)
    const cookie = `cognito=${session}; Path=/; Secure; HttpOnly; SameSite=Lax`
    const { headers, ...answer } = this.#grant(user, url.searchParams)
    return { ...answer, headers: { ...headers, 'set-cookie': cookie } }
  }

  readonly #token: Handler = async (_url, body, request) => {
    const client = this.#authenticated(body, request)
    if (client === undefined) return { status: 400, json: { error: 'invalid_client' } }
    const type = body.get('grant_type')
    if (type === 'authorization_code') return await this.#exchange(body, client)
    if (type === 'refresh_token') return await this.#refresh(body, client)
    return { status: 400, json: { error: 'unsupported_grant_type' } }
  }

  readonly #revoke: Handler = (_url, body, request) => {
    if (this.#authenticated(body, request) === undefined) {
      return { status: 400, json: { error: 'invalid_client' } }
    }
    const known = this.#refreshTokens.delete(body.get('token') ?? '')
    return known ? { status: 200 } : { status: 400, json: { error: 'unsupported_token_type' } }
  }

  readonly #logout: Handler = (url) => {
    const client = this.#client(url.searchParams.get('client_id'))
    const target = url.searchParams.get('logout_uri') ?? ''
    if (!client?.logoutUrls.includes(target))
      return { status: 400, html: 'Required String parameter' }
    this.#sessions.clear()
    return redirect(target)
  }

  readonly #handlers: Readonly<Record<string, Handler>> = {
    '/oauth2/authorize': this.#authorize,
    '/login': this.#login,
    '/oauth2/token': this.#token,
    '/oauth2/userInfo': (_url, _body, request) => this.#userInfo(request),
    '/oauth2/revoke': this.#revoke,
    '/logout': this.#logout,
    [`/${this.userPoolId}/.well-known/jwks.json`]: () => ({ status: 200, json: this.jwks }),
  }
}
