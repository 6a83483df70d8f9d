/** Endpoints of tokens over a store in memory, with two accounts, as tests ask them. */
import * as v from 'valibot'
import type { Exchange, Reply } from '../../src/http/exchange.ts'
import { answerRoute } from '../../src/http/route-set.ts'
import { memoryStore } from '../../src/stores/memory/memory.ts'
import type { Store } from '../../src/stores/store.ts'
import {
  createRefreshTokens,
  createTokens,
  type RefreshTokens,
  type TokenEndpoints,
  type TokenEndpointsOptions,
  type Tokens,
  tokenEndpoints,
} from '../../src/tokens.ts'
import { exchangeOf, type Parts } from '../exchange-of.ts'
import { type Clock, clockAt, LoggedLines } from './clock.ts'

type ClaimsSchema = v.ObjectSchema<
  { sub: v.StringSchema<undefined>; refreshTokenId: v.StringSchema<undefined> },
  undefined
>

export const claims: ClaimsSchema = v.object({ sub: v.string(), refreshTokenId: v.string() })

/** The accounts, with passwords that nothing may show. */
export const PASSWORDS: Readonly<Record<string, string>> = {
  una: 'hunter2-una',
  eda: 'hunter2-eda',
}

export interface TokenService {
  readonly clock: Clock
  readonly log: LoggedLines
  readonly store: Store
  readonly tokens: Tokens<ClaimsSchema>
  readonly refreshTokens: RefreshTokens
  readonly endpoints: TokenEndpoints
  /** What an endpoint answers; fails where none does. */
  ask(parts: Parts): Promise<Reply>
  /** A JSON body, to a path. */
  post(url: string, body: unknown, more?: Parts): Promise<Reply>
  /** A login of an account that succeeds. */
  login(username?: string, more?: Parts): Promise<{ token: string; refreshToken: string }>
}

/** @param change - Options that are other ones. */
export function tokenService(
  change: Partial<TokenEndpointsOptions<ClaimsSchema>> & { readonly store?: Store } = {},
): TokenService {
  const clock = clockAt()
  const log = new LoggedLines()
  const store = change.store ?? memoryStore({ now: clock.now })
  const tokens = createTokens({
    secrets: 'the secret of the tokens of these tests',
    issuer: 'https://app.example',
    audience: 'app',
    names: { refreshTokenId: 'rfid' },
    claims,
    now: clock.now,
  })
  const refreshTokens = createRefreshTokens({ store, now: clock.now, logger: log })
  const endpoints = tokenEndpoints({
    tokens,
    refreshTokens,
    store,
    authenticate: ({ username, password }) =>
      PASSWORDS[username] === password ? { sub: username } : undefined,
    claims: ({ id, sub }) => ({ sub, refreshTokenId: id }),
    now: clock.now,
    logger: log,
    ...change,
  })
  const ask = async (parts: Parts): Promise<Reply> => {
    const exchange: Exchange = exchangeOf({ remoteAddress: '192.0.2.7', ...parts })
    const reply = await endpoints[answerRoute](exchange)
    if (reply === undefined) throw new Error(`no endpoint answers ${exchange.url}`)
    return reply
  }
  const post = (url: string, body: unknown, more: Parts = {}) =>
    ask({
      method: 'POST',
      url,
      body: JSON.stringify(body),
      ...more,
      headers: { 'content-type': 'application/json', ...more.headers },
    })
  return {
    clock,
    log,
    store,
    tokens,
    refreshTokens,
    endpoints,
    ask,
    post,
    async login(username = 'una', more = {}) {
      const reply = await post('/login', { username, password: PASSWORDS[username] }, more)
      if (reply.status !== 200) throw new Error(`the login got ${reply.status}`)
      return JSON.parse(reply.body ?? '')
    },
  }
}

/** A header of an answer. */
export function headerOf(reply: Reply, name: string): string | undefined {
  return reply.headers.find(([one]) => one === name)?.[1]
}

/** What an answer says as JSON. */
export function jsonOf(reply: Reply): Record<string, unknown> {
  return JSON.parse(reply.body ?? '')
}
