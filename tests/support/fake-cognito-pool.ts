/** The endpoints of a user pool, without the network. What they imitate: `fake-cognito.ts`. */
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import * as jose from 'jose'
import {
  opaqueRefreshToken,
  type PoolKeys,
  type PoolTokens,
  type PoolUser,
  type SignIn,
} from './fake-cognito-tokens.ts'

/** An app client of the pool. */
export interface PoolClient {
  readonly clientId: string
  /** Absent for a public client. */
  readonly clientSecret?: string
  readonly callbackUrls: readonly string[]
  readonly logoutUrls: readonly string[]
}

export interface PoolOptions {
  readonly clients: readonly PoolClient[]
  readonly users: readonly PoolUser[]
  /** Seconds since the epoch. */
  readonly now: () => number
  /** Life of access tokens and ID tokens, in seconds. */
  readonly tokenSeconds: number
  /** Whether each refresh gives a new refresh token; off by default at Cognito. */
  readonly rotation: boolean
}

/** What a browser or a client sends. */
export interface PoolRequest {
  readonly method: string
  readonly url: URL
  readonly form: URLSearchParams
  readonly cookie: string
  readonly authorization: string
}

/** What it is answered. */
export interface PoolAnswer {
  readonly status: number
  readonly json?: unknown
  readonly html?: string
  readonly headers?: Readonly<Record<string, string>>
}

interface Grant extends SignIn {
  readonly redirectUri: string
  readonly challenge: string
  readonly nonce: string | undefined
}

const LOGIN_FORM = '<form method="post"><input name="username"><input name="password"></form>'

/** Users, clients, and what was granted to them. */
export class Pool {
  readonly options: PoolOptions
  readonly #issuer: string
  readonly #keys: PoolKeys
  readonly #codes = new Map<string, Grant>()
  readonly #refreshTokens = new Map<string, SignIn>()
  readonly #sessions = new Map<string, PoolUser>()

  constructor(issuer: string, keys: PoolKeys, options: PoolOptions) {
    this.#issuer = issuer
    this.#keys = keys
    this.options = options
  }

  /** Tokens as another service would have got them for this user by a login of its own. */
  async signIn(username: string, clientId: string): Promise<PoolTokens & { refreshToken: string }> {
    const user = this.options.users.find((one) => one.username === username)
    if (user === undefined) throw new Error(`no user ${username}`)
    const signIn = this.#newSignIn(user, clientId, 'openid')
    return { ...(await this.#issue(signIn)), refreshToken: this.#newRefreshToken(signIn) }
  }

  /** How many refresh tokens still work. */
  get liveTokens(): number {
    return this.#refreshTokens.size
  }

  /** What an administrator does who signs everybody out. */
  revokeAll(): void {
    this.#refreshTokens.clear()
  }

  authorize({ url, cookie }: PoolRequest): PoolAnswer {
    const asked = url.searchParams
    const client = this.#client(asked.get('client_id'))
    if (!client?.callbackUrls.includes(asked.get('redirect_uri') ?? '')) {
      return { status: 400, html: 'redirect_mismatch' }
    }
    if (asked.get('response_type') !== 'code' || asked.get('code_challenge_method') !== 'S256') {
      return { status: 400, html: 'invalid_request' }
    }
    const user = this.#sessions.get(/\bcognito=(\w+)/.exec(cookie)?.[1] ?? '')
    if (user !== undefined) return this.#grant(user, asked)
    return redirect(`/login${url.search}`)
  }

  login({ method, url, form }: PoolRequest): PoolAnswer {
    if (method !== 'POST') return { status: 200, html: LOGIN_FORM }
    const user = this.options.users.find((one) => one.username === form.get('username'))
    if (user === undefined || user.password !== form.get('password')) {
      return { status: 400, html: 'Incorrect username or password.' }
    }
    const session = randomBytes(16).toString('hex')
    this.#sessions.set(session, user)
    const answer = this.#grant(user, url.searchParams)
    const cookie = `cognito=${session}; Path=/; Secure; HttpOnly; SameSite=Lax`
    return { ...answer, headers: { ...answer.headers, 'set-cookie': cookie } }
  }

  async token(request: PoolRequest): Promise<PoolAnswer> {
    const client = this.#authenticated(request)
    if (client === undefined) return refused('invalid_client')
    const type = request.form.get('grant_type')
    if (type === 'authorization_code') return await this.#exchange(request.form, client)
    if (type === 'refresh_token') return await this.#refresh(request.form, client)
    return refused('unsupported_grant_type')
  }

  userInfo({ authorization }: PoolRequest): PoolAnswer {
    const { username } = jose.decodeJwt(authorization.replace(/^Bearer /, ''))
    const user = this.options.users.find((one) => one.username === username)
    if (user === undefined) return { status: 401, json: { error: 'invalid_token' } }
    const { sub, email } = user
    return { status: 200, json: { sub, email, email_verified: 'true', username } }
  }

  revoke(request: PoolRequest): PoolAnswer {
    if (this.#authenticated(request) === undefined) return refused('invalid_client')
    const known = this.#refreshTokens.delete(request.form.get('token') ?? '')
    return known ? { status: 200 } : refused('unsupported_token_type')
  }

  logout({ url }: PoolRequest): PoolAnswer {
    const target = url.searchParams.get('logout_uri') ?? ''
    const client = this.#client(url.searchParams.get('client_id'))
    if (!client?.logoutUrls.includes(target)) return { status: 400, html: 'invalid_request' }
    this.#sessions.clear()
    return redirect(target)
  }

  #grant(user: PoolUser, asked: URLSearchParams): PoolAnswer {
    const scope = asked.get('scope') ?? 'openid email phone profile'
    const redirectUri = asked.get('redirect_uri') ?? ''
    const code = randomUUID()
    this.#codes.set(code, {
      ...this.#newSignIn(user, asked.get('client_id') ?? '', scope),
      redirectUri,
      challenge: asked.get('code_challenge') ?? '',
      nonce: asked.get('nonce') ?? undefined,
    })
    const url = new URL(redirectUri)
    url.searchParams.set('code', code)
    const state = asked.get('state')
    if (state !== null) url.searchParams.set('state', state)
    return redirect(url.href)
  }

  async #exchange(form: URLSearchParams, client: PoolClient): Promise<PoolAnswer> {
    const code = form.get('code') ?? ''
    const grant = this.#codes.get(code)
    this.#codes.delete(code)
    const hash = createHash('sha256').update(form.get('code_verifier') ?? '')
    const good =
      grant?.clientId === client.clientId &&
      grant.redirectUri === form.get('redirect_uri') &&
      grant.challenge === hash.digest('base64url')
    if (!good) return refused('invalid_grant')
    return this.#answer(await this.#issue(grant, grant.nonce), this.#newRefreshToken(grant))
  }

  async #refresh(form: URLSearchParams, client: PoolClient): Promise<PoolAnswer> {
    const token = form.get('refresh_token') ?? ''
    const signIn = this.#refreshTokens.get(token)
    if (signIn?.clientId !== client.clientId) return refused('invalid_grant')
    if (!this.options.rotation) return this.#answer(await this.#issue(signIn))
    this.#refreshTokens.delete(token)
    return this.#answer(await this.#issue(signIn), this.#newRefreshToken(signIn))
  }

  #answer({ accessToken, idToken }: PoolTokens, refreshToken?: string): PoolAnswer {
    const json = {
      id_token: idToken,
      access_token: accessToken,
      ...(refreshToken !== undefined && { refresh_token: refreshToken }),
      expires_in: this.options.tokenSeconds,
      token_type: 'Bearer',
    }
    return { status: 200, json }
  }

  async #issue(signIn: SignIn, nonce?: string): Promise<PoolTokens> {
    const times = { now: this.options.now(), seconds: this.options.tokenSeconds }
    return await this.#keys.issue(this.#issuer, signIn, times, nonce)
  }

  #newSignIn(user: PoolUser, clientId: string, scope: string): SignIn {
    return { user, clientId, scope, authTime: this.options.now(), originJti: randomUUID() }
  }

  #newRefreshToken(signIn: SignIn): string {
    const token = opaqueRefreshToken()
    this.#refreshTokens.set(token, signIn)
    return token
  }

  #client(clientId: string | null): PoolClient | undefined {
    return this.options.clients.find((client) => client.clientId === clientId)
  }

  /** By a basic header with the secret; a public client by its id alone, and never with a secret. */
  #authenticated({ authorization, form }: PoolRequest): PoolClient | undefined {
    const [, basic] = /^Basic (.+)$/.exec(authorization) ?? []
    if (basic === undefined) {
      const client = this.#client(form.get('client_id'))
      return client?.clientSecret === undefined ? client : undefined
    }
    const [id = '', secret] = Buffer.from(basic, 'base64').toString().split(':')
    const client = this.#client(id)
    return client?.clientSecret === secret ? client : undefined
  }
}

function redirect(location: string): PoolAnswer {
  return { status: 302, headers: { location } }
}

function refused(error: string): PoolAnswer {
  return { status: 400, json: { error } }
}
