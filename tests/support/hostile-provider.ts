/**
 * An OpenID provider on loopback that is honest until a test tells it not to be. It writes down
 * every call that it receives, complains of what an honest provider would refuse, and remembers
 * every secret that it gave out, so that a test can look for them where they must not be.
 */
import { createHash, randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { clientFault, type RegisteredClient } from './hostile-clients.ts'
import { type JsonObject, keyNamed, type ProviderKey, sign } from './hostile-keys.ts'
import {
  type Call,
  type Changes,
  ENDPOINTS,
  metadataOf,
  type ProviderAnswer,
} from './hostile-shapes.ts'

/** What a client sends that is for the provider alone. */
const SECRET_PARAMETERS = ['state', 'nonce', 'code_verifier', 'client_assertion', 'client_secret']

interface Grant {
  readonly clientId: string
  readonly redirectUri: string
  readonly challenge: string
  readonly nonce: string | null
}

export class HostileProvider {
  readonly calls: Call[] = []
  /** What an honest provider would have refused of these calls. */
  readonly complaints: string[] = []
  /** Codes, tokens: what must stand in no log and on no page. */
  readonly secrets: Set<string> = new Set()
  change: Changes = {}
  /** Answers of whole endpoints: `provider.instead.token = () => ({ status: 500 })`. */
  instead: Record<string, ((call: Call) => ProviderAnswer | Promise<ProviderAnswer>) | undefined> =
    {}
  /** Seconds that an endpoint takes. */
  slow: Record<string, number | undefined> = {}
  clients: RegisteredClient[] = []
  /** Claims about the one user who lives here. */
  user: JsonObject = { sub: 'alice', groups: ['staff'], sid: 'sid-1' }
  keys: ProviderKey[] = []
  expiresIn: number | undefined = 300
  /** Whether a refresh token works once only. */
  rotation = true
  now: () => number = () => Math.floor(Date.now() / 1000)
  readonly #stopped = new AbortController()
  readonly #codes = new Map<string, Grant>()
  readonly #pushed = new Map<string, URLSearchParams>()
  readonly #refreshTokens = new Map<string, string>()
  readonly #server = createServer((request, response) => void this.#serve(request, response))
  #port = 0

  static async start(): Promise<HostileProvider> {
    const provider = new HostileProvider()
    provider.keys = [await keyNamed('first')]
    await provider.up()
    return provider
  }

  get issuer(): string {
    return `http://127.0.0.1:${this.#port}`
  }

  /** Listens, on the same port as before. */
  async up(): Promise<void> {
    await new Promise<void>((ready) => this.#server.listen(this.#port, '127.0.0.1', ready))
    const address = this.#server.address()
    if (typeof address === 'object' && address !== null) this.#port = address.port
  }

  /** Refuses connections. */
  async down(): Promise<void> {
    const closed = new Promise((done) => this.#server.close(done))
    this.#server.closeAllConnections()
    await closed
  }

  async close(): Promise<void> {
    this.#stopped.abort()
    if (this.#server.listening) await this.down()
  }

  /** The calls of one endpoint. */
  callsOf(endpoint: string): readonly Call[] {
    return this.calls.filter((call) => call.endpoint === endpoint)
  }

  /** A token of the provider's own, such as a logout token. */
  async token(
    claims: JsonObject,
    header?: JsonObject,
    key: ProviderKey | undefined = this.keys[0],
  ): Promise<string> {
    if (key === undefined) throw new Error('the provider has no key')
    return this.secret(await sign(key, header ?? { kid: key.jwk.kid }, claims))
  }

  secret(value: string): string {
    this.secrets.add(value)
    return value
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '', this.issuer)
    const endpoint = ENDPOINTS[url.pathname] ?? url.pathname
    const { method = '', headers } = request
    const form = new URLSearchParams(method === 'POST' ? await text(request) : '')
    const call: Call = { endpoint, method, query: url.searchParams, form, headers }
    this.calls.push(call)
    for (const name of SECRET_PARAMETERS) {
      for (const value of [url.searchParams.get(name), form.get(name)])
        if (value) this.secret(value)
    }
    try {
      await sleep((this.slow[endpoint] ?? 0) * 1000, undefined, { signal: this.#stopped.signal })
      const own = this.instead[endpoint]
      const answer = own === undefined ? await this.#honest(call) : await own(call)
      const body = answer.body ?? JSON.stringify(answer.json)
      const type = { 'content-type': 'application/json', ...answer.headers }
      response.writeHead(answer.status ?? 200, type)
      if (answer.ending === undefined) response.end(body)
      else response.write(body)
      if (answer.ending === 'break') setTimeout(() => response.destroy(), 20)
    } catch (error) {
      if (!this.#stopped.signal.aborted) this.complaints.push(String(error))
      response.destroy()
    }
  }

  async #honest(call: Call): Promise<ProviderAnswer> {
    const { change } = this
    const { endpoint, form } = call
    if (endpoint === 'metadata') return { json: (change.metadata ?? same)(metadataOf(this.issuer)) }
    if (endpoint === 'jwks') {
      const keys = this.keys.map(({ jwk }) => ({ ...jwk }))
      return { json: change.jwks === undefined ? { keys } : change.jwks(keys) }
    }
    if (endpoint === 'authorize') return this.#authorize(call.query)
    if (endpoint === 'logout')
      return { body: 'signed out', headers: { 'content-type': 'text/plain' } }
    if (endpoint === 'userinfo') return { json: (change.userinfo ?? same)({ ...this.user }) }
    const fault = await clientFault(call, this.clients, this.issuer)
    if (fault !== undefined) {
      this.complaints.push(`${endpoint}: ${fault}`)
      return { status: 401, json: { error: 'invalid_client' } }
    }
    if (endpoint === 'par') return this.#push(form)
    if (endpoint === 'token') return await this.#tokens(form)
    if (endpoint === 'revoke') return { body: '' }
    return { status: 404, json: { error: 'not_found' } }
  }

  #authorize(query: URLSearchParams): ProviderAnswer {
    const asked = this.#pushed.get(query.get('request_uri') ?? '') ?? query
    const client = this.clients.find(({ id }) => id === asked.get('client_id'))
    const redirectUri = asked.get('redirect_uri') ?? ''
    if (!client?.redirectUris.includes(redirectUri)) this.complaints.push('authorize: redirect_uri')
    if (asked.get('code_challenge_method') !== 'S256') this.complaints.push('authorize: no S256')
    if (!asked.get('scope')?.split(' ').includes('openid')) this.complaints.push('authorize: scope')
    const code = this.secret(`code-${randomBytes(18).toString('base64url')}`)
    const challenge = asked.get('code_challenge') ?? ''
    const nonce = asked.get('nonce')
    this.#codes.set(code, { clientId: asked.get('client_id') ?? '', redirectUri, challenge, nonce })
    const answer = new URLSearchParams({ code, state: asked.get('state') ?? '', iss: this.issuer })
    this.change.answer?.(answer)
    if (asked.get('response_mode') !== 'form_post') {
      return { status: 302, headers: { location: `${redirectUri}?${answer}` }, body: '' }
    }
    const inputs = [...answer].map(([name, value]) => `<input name="${name}" value="${value}">`)
    const body = `<body onload="f.submit()"><form name="f" method="post" action="${redirectUri}">`
    return { headers: { 'content-type': 'text/html' }, body: `${body}${inputs.join('')}</form>` }
  }

  #push(form: URLSearchParams): ProviderAnswer {
    const uri = `urn:ietf:params:oauth:request_uri:${randomBytes(9).toString('base64url')}`
    this.#pushed.set(uri, form)
    return { status: 201, json: { request_uri: uri, expires_in: 60 } }
  }

  async #tokens(form: URLSearchParams): Promise<ProviderAnswer> {
    const refresh = form.get('grant_type') === 'refresh_token'
    const given = form.get(refresh ? 'refresh_token' : 'code') ?? ''
    const grant = refresh ? undefined : this.#codes.get(given)
    const clientId = refresh ? this.#refreshTokens.get(given) : grant?.clientId
    this.#codes.delete(given)
    if (this.rotation) this.#refreshTokens.delete(given)
    const verifier = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url')
    const proved =
      refresh || (grant?.challenge === verifier && grant.redirectUri === form.get('redirect_uri'))
    if (clientId === undefined || !proved) {
      this.complaints.push(`token: invalid_grant for ${refresh ? 'a refresh token' : 'a code'}`)
      return { status: 400, json: { error: 'invalid_grant' } }
    }
    const refreshToken = refresh && !this.rotation ? given : `rt-${randomBytes(18).toString('hex')}`
    this.#refreshTokens.set(this.secret(refreshToken), clientId)
    const body: JsonObject = {
      access_token: this.secret(`at-${randomBytes(18).toString('hex')}`),
      token_type: 'Bearer',
      ...(this.expiresIn !== undefined && { expires_in: this.expiresIn }),
      refresh_token: refreshToken,
      id_token: await this.#idToken(clientId, grant?.nonce ?? null, refresh),
    }
    const json = this.change.tokens === undefined ? body : this.change.tokens(body, refresh)
    return { json }
  }

  async #idToken(clientId: string, nonce: string | null, refresh: boolean): Promise<string> {
    const now = this.now()
    const claims: JsonObject = {
      ...this.user,
      iss: this.issuer,
      aud: clientId,
      iat: now,
      exp: now + 300,
      auth_time: now,
      ...(nonce !== null && { nonce }),
    }
    this.change.claims?.(claims, refresh)
    const [key] = this.keys
    const header: JsonObject = { alg: key?.alg, kid: key?.jwk.kid, typ: 'JWT' }
    this.change.header?.(header)
    const honest = await this.token(claims, header)
    const token = await this.change.idToken?.(claims, header, honest)
    return this.secret(token ?? honest)
  }
}

function same<T>(value: T): T {
  return value
}
