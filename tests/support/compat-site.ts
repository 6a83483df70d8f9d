/** One service with `compatCookies` and one browser, without routes: reads and writes alone. */
import assert from 'node:assert/strict'
import { parseSetCookie } from 'cookie'
import { createKeyring } from '../../src/crypto/keyring.ts'
import { isHallpassError } from '../../src/errors.ts'
import type { Exchange, HeaderList } from '../../src/http/exchange.ts'
import { ProviderClient } from '../../src/login/client.ts'
import { cognito } from '../../src/login/presets/cognito.ts'
import type { CognitoOptions } from '../../src/login/presets/cognito-options.ts'
import { verifyLogin } from '../../src/login/tokens.ts'
import type { SessionBackend } from '../../src/session/backend.ts'
import { Revocations } from '../../src/session/revocations.ts'
import { SealedCookie } from '../../src/session/sealed-cookie.ts'
import type { SessionState, TokenSet } from '../../src/session/state.ts'
import { exchangeOf } from '../exchange-of.ts'
import { atOnce } from './at-once.ts'
import { type FakeCognito, startFakeCognito } from './fake-cognito.ts'

/** A pool with one public client and two users: ann is an admin, bob is in no group. */
export function startCompatPool(clientId: string, now: () => number): Promise<FakeCognito> {
  return startFakeCognito({
    now,
    clients: [{ clientId, callbackUrls: [], logoutUrls: [] }],
    users: ['ann', 'bob'].map((username) => ({
      username,
      sub: `sub-${username}`,
      password: '',
      email: `${username}@example.com`,
      groups: username === 'ann' ? ['admin'] : [],
    })),
  })
}

/** The cookies of a browser, and what the backend makes of them. */
export class CompatSite {
  readonly cookies: Map<string, string> = new Map()
  readonly backend: SessionBackend
  readonly #pool: FakeCognito
  readonly #clientId: string

  constructor(pool: FakeCognito, options: CognitoOptions = {}) {
    this.#pool = pool
    this.#clientId = pool.pool.options.clients[0]?.clientId ?? ''
    const { userPoolId, domain, fetch } = pool
    const { now } = pool.pool.options
    const provider = cognito(
      {
        userPoolId,
        domain,
        clientId: this.#clientId,
        refreshFlowEnabled: true,
        secretKey: 'very-secure',
        compatCookies: true,
        ...options,
      },
      {},
    )
    assert.deepEqual(provider.issues, [])
    assert.ok(provider.backend)
    const ports = { fetch, now, logger: { info() {}, warn() {}, error() {} } }
    const sealed = new SealedCookie({
      keyring: createKeyring(['0123456789abcdef0123456789abcdef']),
      name: 'hallpass',
      secure: true,
      lifetime: { idle: 7200, absolute: 86_400 },
      revocations: new Revocations(86_400, now),
      accepts: () => true,
      now,
    })
    const client = new ProviderClient(provider.resolve(exchangeOf()), ports)
    const verify = async ({ accessToken = '', idToken = '' }: TokenSet) => {
      const response = { access_token: accessToken, id_token: idToken }
      try {
        return (await verifyLogin(provider, client, response, undefined)).login
      } catch (error) {
        if (isHallpassError(error) && error.status < 500) return undefined
        throw error
      }
    }
    this.backend = provider.backend(sealed, { ...ports, verify })
  }

  /** A request with the cookies as they are. */
  get exchange(): Exchange {
    const pairs = [...this.cookies].map(([name, value]) => `${name}=${value}`)
    return exchangeOf({ headers: pairs.length > 0 ? { cookie: pairs.join('; ') } : {} })
  }

  /** A whole request: reads, and writes what is to be written. */
  async request(data?: SessionState['data']): Promise<SessionState | undefined> {
    const { state, present, rewrite } = await this.backend.read(this.exchange)
    if (state !== undefined && (rewrite || data !== undefined)) {
      const seenAt = this.#pool.pool.options.now()
      const next = { ...state, seenAt, ...(data && { data }) }
      this.store(atOnce(this.backend.write(this.exchange, next)))
    }
    if (state === undefined && present) this.store(this.backend.clear(this.exchange))
    return state
  }

  /** A login in Flask, which writes the three cookies. */
  async flaskLogin(username: string): Promise<TokenSet> {
    const tokens = await this.#pool.pool.signIn(username, this.#clientId)
    const flask = new CompatSite(this.#pool)
    flask.store(atOnce(flask.backend.write(flask.exchange, this.loginState(tokens))))
    for (const [name, value] of flask.cookies) {
      if (name.startsWith('cognito_')) this.cookies.set(name, value)
    }
    return tokens
  }

  /** The session that a login here begins. */
  loginState(tokens: TokenSet): SessionState {
    const now = this.#pool.pool.options.now()
    const login = {
      provider: 'cognito',
      issuer: this.#pool.issuer,
      clientId: this.#clientId,
      user: { sub: 'sub-ann' },
      groups: [],
      authTime: now,
      tokens,
    }
    return { id: 'of-this-login', createdAt: now, seenAt: now, login, data: {} }
  }

  /** Keeps what an answer sets, and gives the names. */
  store(headers: HeaderList | undefined): readonly string[] {
    assert.ok(headers)
    const set = headers.map(([, line]) => parseSetCookie(line))
    for (const { name, value = '', maxAge } of set) {
      if (maxAge === 0) this.cookies.delete(name)
      else this.cookies.set(name, value)
    }
    return set.map(({ name }) => name)
  }

  drop(...names: readonly string[]): void {
    for (const name of names) this.cookies.delete(name)
  }
}
