/** The auth routes of a service at a provider on loopback, asked by a browser that keeps cookies. */
import assert from 'node:assert/strict'
import type { Reply } from '../../src/http/exchange.ts'
import { oidc } from '../../src/login/oidc.ts'
import type { HallpassOptions } from '../../src/pass/options.ts'
import { pathOf } from '../../src/pass/routes/shared.ts'
import { routeTable } from '../../src/pass/routes/table.ts'
import type { Parts } from '../exchange-of.ts'
import { type Service, serviceOf } from './core-of.ts'
import type { LoopbackProvider } from './loopback-provider.ts'

export interface Routes extends Service {
  /** Sends the browser's request to its route, and keeps the cookies of the answer. */
  ask(url: string, parts?: Parts): Promise<Reply>
  /** Begins a login; the parameters that the provider was asked with. */
  begin(query?: string): Promise<URLSearchParams>
  /** Begins a login and comes back with a code; the provider signs an ID token with these claims. */
  signIn(claims?: object, query?: string): Promise<Reply>
}

export function routesOf(
  provider: LoopbackProvider,
  options: Partial<HallpassOptions> = {},
): Routes {
  const login = oidc({ issuer: provider.issuer, clientId: 'shop', userinfo: false })
  const service = serviceOf({ login, ...options })
  const table = routeTable(service.core)
  const ask = async (url: string, parts: Parts = {}) => {
    const route = table.get(pathOf(url))
    assert.ok(route, `${url} is no route`)
    const reply = await route(service.request({ url, ...parts }))
    service.browser.apply(reply.headers)
    return reply
  }
  const begin = async (query = '') => {
    const reply = await ask(`/auth/login${query}`)
    assert.equal(reply.status, 302, reply.body)
    return new URL(headerOf(reply, 'location')).searchParams
  }
  const signIn = async (claims: object = {}, query = '') => {
    const asked = await begin(query)
    await issue(provider, { nonce: asked.get('nonce'), ...claims }, service.clock.time)
    return await ask(`/auth/callback?code=c&state=${asked.get('state')}`)
  }
  return { ...service, ask, begin, signIn }
}

/** Lets the token endpoint answer with an ID token of these claims, and a refresh token. */
export async function issue(
  provider: LoopbackProvider,
  claims: object,
  now: number,
): Promise<void> {
  const iat = { iat: now, exp: now + 300 }
  const idToken = await provider.sign({
    ...{ iss: provider.issuer, aud: 'shop', sub: 'user-1', ...iat },
    ...claims,
  })
  const tokens = { access_token: 'access-1', refresh_token: 'refresh-1', expires_in: 600 }
  provider.answers.set('/token', { json: { ...tokens, token_type: 'bearer', id_token: idToken } })
}

export function headerOf(reply: Reply, name: string): string {
  return reply.headers.find(([one]) => one === name)?.[1] ?? ''
}

/** The code of a problem. */
export function codeOf(reply: Reply): string {
  return JSON.parse(reply.body ?? '{}').code
}
